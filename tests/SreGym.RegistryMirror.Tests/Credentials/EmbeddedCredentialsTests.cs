using System.Text;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using k8s;
using SreGym.Contracts.Cluster.V1;
using SreGym.Contracts.Common.V1;
using SreGym.Contracts.RegistryMirror.V1;
using SreGym.IncidentHost;
using SreGym.IncidentHost.Storms;
using SreGym.Oci.Client;
using SreGym.ServiceDefaults.Subjects;
using SreGym.TestingHost.Clusters;

namespace SreGym.RegistryMirror.Tests.Credentials;

/// <summary>On an embedded cluster with everything real between: the Secret, the pod that mounts it, the registry that is asked.</summary>
public sealed class EmbeddedCredentialsTests(SteppedServices stepped) : IClassFixture<SteppedServices>, IAsyncLifetime
{
    private const string Namespace = "platform-registry";
    private static readonly TimeSpan s_grace = TimeSpan.FromMinutes(10);
    private static int s_clusters;

    private readonly SteppedClock _clock = stepped.Clock;
    private readonly HttpMessageInvoker _http = RegistryTransport.Create();
    private readonly IncidentServices _services = stepped.Services;
    private Subject _subject = null!;
    private PrivateRegistry _registry = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var name = $"credentials-{Interlocked.Increment(ref s_clusters)}";
        var created = await _services.Clusters.CreateClusterAsync(
            new CreateClusterRequest { ClusterId = name, Seed = 3, StartDelay = Duration.FromTimeSpan(TimeSpan.Zero) });
        _subject = new Subject
        {
            EpisodeId = name,
            Target = "embedded",
            Kubeconfig = created.Cluster.Kubeconfig,
            ClusterId = created.Cluster.ClusterId,
            Seed = 3,
        };
        _registry = await ProvisionAsync(LoginKind.Unspecified);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _services.Clusters.DeleteClusterAsync(new DeleteClusterRequest { ClusterId = _subject.ClusterId });
    }

    [Fact]
    public async Task Rotate_WithinTheGracePeriod_BothWork_AfterItOnlyTheNew()
    {
        Assert.Equal(200, await PingAsync(_registry));

        var rotated = await RotateAsync(_registry, s_grace);

        Assert.Equal((200, 200), (await PingAsync(_registry), await PingAsync(rotated.Registry)));
        Assert.Equal((rotated.Registry.Username, rotated.Registry.Password), await ReadCredentialsAsync());
        // Right before the end the old user is let in once more, and that is not remembered beyond it.
        _clock.Advance(s_grace - TimeSpan.FromSeconds(30));
        Assert.Equal(200, await PingAsync(_registry));
        _clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal((401, 200), (await PingAsync(_registry), await PingAsync(rotated.Registry)));
    }

    [Fact]
    public async Task Rotate_WithoutGrace_EndsTheOldWithTheCall()
    {
        Assert.Equal(200, await PingAsync(_registry));

        var rotated = await RotateAsync(_registry, TimeSpan.Zero);

        Assert.Equal((401, 200), (await PingAsync(_registry), await PingAsync(rotated.Registry)));
    }

    [Fact]
    public async Task Rotate_Repeated_ReturnsTheSame_AndAPodThatRestartsKeepsIt()
    {
        var first = await RotateAsync(_registry, s_grace);
        var second = await RotateAsync(_registry, s_grace);
        await RestartAsync();

        Assert.Equal(first, second);
        Assert.Equal((200, 200), (await PingAsync(_registry), await PingAsync(first.Registry)));
    }

    [Fact]
    public async Task Revoke_WithinTheGracePeriod_IsRefusedAtOnceAndAfterARestart()
    {
        var rotated = await RotateAsync(_registry, s_grace);
        Assert.Equal(200, await PingAsync(_registry));

        await RevokeAsync(_registry);
        await RevokeAsync(_registry);

        Assert.Equal((401, 200), (await PingAsync(_registry), await PingAsync(rotated.Registry)));
        await RestartAsync();
        Assert.Equal((401, 200), (await PingAsync(_registry), await PingAsync(rotated.Registry)));
    }

    [Fact]
    public async Task AnyCall_ApiServerInAStorm_IsDoneAllTheSame()
    {
        using var direct = SubjectClient.Connect(_subject);
        var requests = 0;
        await using var server = await StormyServer.StartAsync(
            direct, () => (Interlocked.Increment(ref requests) % 2) == 1 ? Weather.Unavailable : Weather.Fair);
        _subject.Kubeconfig = server.Redirect(_subject.Kubeconfig);

        var rotated = await RotateAsync(_registry, s_grace);
        await RevokeAsync(_registry);

        Assert.Equal((401, 200), (await PingAsync(_registry), await PingAsync(rotated.Registry)));
    }

    [Fact]
    public async Task AnyCall_UnknownUser_SaysWhichSecretHasNoSuchUser()
    {
        var stranger = _registry.Clone();
        stranger.Username = "nobody";

        var rotate = await Assert.ThrowsAsync<RpcException>(() => RotateAsync(stranger, s_grace));
        var revoke = await Assert.ThrowsAsync<RpcException>(() => RevokeAsync(stranger));

        Assert.All([rotate, revoke], error =>
        {
            Assert.Equal(StatusCode.NotFound, error.StatusCode);
            Assert.Contains("platform-registry/registry-htpasswd has no user 'nobody'", error.Status.Detail, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task AnyCall_WrongPassword_IsRefusedAndNamesNoSecret()
    {
        var wrong = _registry.Clone();
        wrong.Password = "s3cr3t-typo";

        var error = await Assert.ThrowsAsync<RpcException>(() => RevokeAsync(wrong));

        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        Assert.DoesNotContain("s3cr3t-typo", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(200, await PingAsync(_registry));
    }

    [Fact]
    public async Task Provision_WithATokenLogin_LetsAwsInForTwelveHoursAndTwiceIsOnce()
    {
        var issued = _clock.GetUtcNow();
        var first = await ProvisionAsync(LoginKind.Token);
        _clock.Advance(TimeSpan.FromMinutes(5));
        var again = await ProvisionAsync(LoginKind.Token);

        using var token = JsonDocument.Parse(Convert.FromBase64String(first.Password));
        var expiration = DateTimeOffset.FromUnixTimeSeconds(token.RootElement.GetProperty("expiration").GetInt64());
        Assert.Equal("AWS", first.Username);
        Assert.InRange(expiration - issued, TimeSpan.FromHours(11.9), TimeSpan.FromHours(12.1));
        Assert.Equal(first.Password, again.Password);
        Assert.Equal((401, 200), (await PingAsync(_registry), await PingAsync(again)));
        Assert.Equal((first.Username, first.Password), await ReadCredentialsAsync());
    }

    [Fact]
    public async Task Rotate_GraceOutOfRange_NamesFieldAndLimit()
    {
        var error = await Assert.ThrowsAsync<RpcException>(() => RotateAsync(_registry, TimeSpan.FromHours(25)));

        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        Assert.Contains("grace is 1.01:00:00: send a duration from 0 to 24 hours", error.Status.Detail, StringComparison.Ordinal);
    }

    private async Task<PrivateRegistry> ProvisionAsync(LoginKind login)
    {
        var registry = new PrivateRegistry();
        using var provision = _services.Mirror.ProvisionRegistry(new ProvisionRegistryRequest { Subject = _subject, Login = login });
        await foreach (var update in provision.ResponseStream.ReadAllAsync(Cancelled))
        {
            registry = update.Registry ?? registry;
        }

        return registry;
    }

    private async Task<RotateCredentialsResponse> RotateAsync(PrivateRegistry registry, TimeSpan grace) => await _services.Mirror.RotateCredentialsAsync(
        new RotateCredentialsRequest { Subject = _subject, Registry = registry, Grace = grace.ToDuration() }, cancellationToken: Cancelled);

    private async Task RevokeAsync(PrivateRegistry registry) => await _services.Mirror.RevokeCredentialsAsync(
        new RevokeCredentialsRequest { Subject = _subject, Registry = registry }, cancellationToken: Cancelled);

    private async Task<int> PingAsync(PrivateRegistry registry)
    {
        var client = new RegistryClient(
            _http,
            new RegistryEndpoint(new Uri(registry.AccessAddress), registry.AccessHost),
            new RegistryCredentials(registry.Username, registry.Password));
        return (int)(await client.PingAsync(Cancelled)).Status;
    }

    private async Task<(string Username, string Password)> ReadCredentialsAsync()
    {
        using var kubernetes = SubjectClient.Connect(_subject);
        var secret = await kubernetes.CoreV1.ReadNamespacedSecretAsync("registry-credentials", Namespace, cancellationToken: Cancelled);
        return (Encoding.UTF8.GetString(secret.Data["username"]), Encoding.UTF8.GetString(secret.Data["password"]));
    }

    // Another pod of the same Deployment reads the Secret anew.
    private async Task RestartAsync()
    {
        using var kubernetes = SubjectClient.Connect(_subject);
        var pods = await kubernetes.CoreV1.ListNamespacedPodAsync(Namespace, cancellationToken: Cancelled);
        var old = Assert.Single(pods.Items).Metadata;
        await kubernetes.CoreV1.DeleteNamespacedPodAsync(old.Name, Namespace, gracePeriodSeconds: 0, cancellationToken: Cancelled);
        await foreach (var (_, pod) in kubernetes.CoreV1.WatchListNamespacedPodAsync(
            Namespace, resourceVersion: pods.Metadata.ResourceVersion, cancellationToken: Cancelled))
        {
            if (pod.Metadata.Uid != old.Uid && pod.Status?.Conditions?.Any(condition => condition is { Type: "Ready", Status: "True" }) == true)
            {
                return;
            }
        }
    }
}
