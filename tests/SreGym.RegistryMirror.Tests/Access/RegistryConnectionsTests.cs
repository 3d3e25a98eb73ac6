using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using SreGym.Contracts;
using SreGym.Contracts.Cluster.V1;
using SreGym.Contracts.Common.V1;
using SreGym.IncidentHost.Storms;
using SreGym.RegistryMirror.Access;
using SreGym.RegistryMirror.Tests.Credentials;
using SreGym.ServiceDefaults.Subjects;
using SreGym.TestingHost.Clusters;

namespace SreGym.RegistryMirror.Tests.Access;

/// <summary>The way to a registry is found again where it was, by a process that has never known it.</summary>
public sealed class RegistryConnectionsTests(SteppedServices stepped) : IClassFixture<SteppedServices>
{
    private static readonly Subject s_subject = new()
    {
        EpisodeId = "e-1",
        Target = "kubeconfig",
        Seed = 7,
        Kubeconfig = UnreachableCluster.Kubeconfig,
    };

    [Fact]
    public async Task Open_AfterARestart_ListensWhereItDid()
    {
        string address;
        await using (var first = Create())
        {
            address = first.Open(s_subject).Forward.Address;
        }

        await using var second = Create();
        var reopened = second.Open(s_subject, new PrivateRegistry { AccessAddress = address });

        using var client = new TcpClient();
        await client.ConnectAsync(IPEndPoint.Parse(new Uri(address).Authority), TestContext.Current.CancellationToken);
        Assert.Equal(address, reopened.Forward.Address);
    }

    [Fact]
    public async Task Open_Again_IsTheSame()
    {
        await using var connections = Create();

        var first = connections.Open(s_subject);

        Assert.Same(first, connections.Open(s_subject, new PrivateRegistry { AccessAddress = first.Forward.Address }));
    }

    [Fact]
    public async Task Open_PortIsTakenByThen_NamesItAndTheRemedy()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var taken = ((IPEndPoint)other.LocalEndpoint).Port;
        await using var connections = Create();

        var refused = Assert.Throws<SreGymException>(() => connections.Open(
            s_subject, new PrivateRegistry { AccessAddress = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{taken}") }));

        Assert.Contains(taken.ToString(CultureInfo.InvariantCulture), refused.Message, StringComparison.Ordinal);
        Assert.Contains("Free the port", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_ApiServerInAStorm_WaitsForItsEnd()
    {
        var cluster = await stepped.Services.Clusters.CreateClusterAsync(
            new CreateClusterRequest { ClusterId = "connections", Seed = 3 }, cancellationToken: TestContext.Current.CancellationToken);
        var subject = s_subject.Clone();
        subject.Kubeconfig = cluster.Cluster.Kubeconfig;
        using var direct = SubjectClient.Connect(subject);
        // More than whoever follows the log asks at the beginning.
        var left = 5;
        await using var server = await StormyServer.StartAsync(
            direct, () => Interlocked.Decrement(ref left) >= 0 ? Weather.Unavailable : Weather.Fair);
        subject.Kubeconfig = server.Redirect(subject.Kubeconfig);
        await using var connections = Create();

        var accesses = await connections.Open(subject).Log.ListAsync(DateTimeOffset.MinValue, TestContext.Current.CancellationToken);

        Assert.Empty(accesses);
        Assert.True(left < 0);
    }

    private static RegistryConnections Create() => new(TimeProvider.System, NullLogger<RegistryConnections>.Instance);
}
