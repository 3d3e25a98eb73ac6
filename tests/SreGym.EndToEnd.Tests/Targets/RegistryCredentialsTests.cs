using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using SreGym.Contracts.Common.V1;
using SreGym.Contracts.RegistryMirror.V1;
using SreGym.IncidentHost;
using SreGym.Oci.Client;

namespace SreGym.EndToEnd.Tests.Targets;

/// <summary>The users of a registry:2 in a real cluster, whose kubelet brings it every change of its htpasswd Secret.</summary>
[Collection(RealClusterCollection.Name)]
public sealed class RegistryCredentialsTests : IAsyncLifetime
{
    private readonly HttpMessageInvoker _http = RegistryTransport.Create();
    private IncidentServices? _services;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_services is not null)
        {
            await _services.DisposeAsync();
        }
    }

    [Fact]
    public async Task RotateAndRevoke_RealCluster_LetInWhoeverMayComeInAndNobodyElse()
    {
        var kubeconfig = RealCluster.RequireKubeconfig();
        _services = await IncidentServices.StartAsync();
        var mirror = _services.Mirror;
        var subject = new Subject
        {
            EpisodeId = "credentials",
            Target = "kubeconfig",
            Kubeconfig = await File.ReadAllTextAsync(kubeconfig, Cancelled),
            Seed = 5,
            Settings = new SubjectSettings { EmptyDirVolumes = true },
        };
        try
        {
            var first = await ProvisionAsync(mirror, subject);

            var rotated = await mirror.RotateCredentialsAsync(
                new RotateCredentialsRequest { Subject = subject, Registry = first, Grace = TimeSpan.FromHours(1).ToDuration() }, cancellationToken: Cancelled);

            var second = rotated.Registry;
            Assert.Equal((200, 200), (await PingAsync(first), await PingAsync(second)));

            await mirror.RevokeCredentialsAsync(new RevokeCredentialsRequest { Subject = subject, Registry = first }, cancellationToken: Cancelled);

            Assert.Equal((401, 200), (await PingAsync(first), await PingAsync(second)));

            var third = (await mirror.RotateCredentialsAsync(
                new RotateCredentialsRequest { Subject = subject, Registry = second }, cancellationToken: Cancelled)).Registry;

            Assert.Equal((401, 401, 200), (await PingAsync(first), await PingAsync(second), await PingAsync(third)));
        }
        finally
        {
            await mirror.RemoveRegistryAsync(new RemoveRegistryRequest { Subject = subject }, cancellationToken: CancellationToken.None);
        }
    }

    private static async Task<PrivateRegistry> ProvisionAsync(RegistryMirrorService.RegistryMirrorServiceClient mirror, Subject subject)
    {
        using var provision = mirror.ProvisionRegistry(new ProvisionRegistryRequest { Subject = subject }, cancellationToken: Cancelled);
        var updates = await provision.ResponseStream.ReadAllAsync(Cancelled).ToListAsync(Cancelled);
        return updates[^1].Registry;
    }

    private async Task<int> PingAsync(PrivateRegistry registry)
    {
        var client = new RegistryClient(
            _http, new RegistryEndpoint(new Uri(registry.AccessAddress)), new RegistryCredentials(registry.Username, registry.Password));
        return (int)(await client.PingAsync(Cancelled)).Status;
    }
}
