using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using SreGym.Oci.Client;
using SreGym.Oci.Hosting;
using SreGym.Oci.Registry;
using SreGym.TestingHost.Registries;

namespace SreGym.Oci.Tests.Registry;

public sealed class AuthenticationTests : IAsyncLifetime
{
    private const string Cluster = "cluster-b";
    private const string Host = "pod-1.cluster-b";
    private const string Salt = "$2b$10$abcdefghijklmnopqrstuu";

    private readonly FakeTimeProvider _time = new();
    private readonly HttpMessageInvoker _http = RegistryTransport.Create();
    private RegistryServer? _server;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await RegistryServer.StartAsync(_time);
        Start(HtpasswdFile.FormatLine("ops", "right", Salt));
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return _server!.DisposeAsync();
    }

    [Fact]
    public async Task Anonymous_Ping_Is401WithAChallenge()
    {
        var ping = await Client(null).PingAsync(Cancelled);

        Assert.Equal(401, (int)ping.Status);
        Assert.Equal("Basic realm=\"Registry Realm\"", Assert.Single(ping.Challenges));
    }

    [Theory]
    [InlineData("ops", "right", 200)]
    [InlineData("ops", "wrong", 401)]
    [InlineData("Ops", "right", 401)]
    [InlineData("nobody", "right", 401)]
    [InlineData("ops", "", 401)]
    public async Task Credentials_Ping_AreChecked(string username, string password, int status)
    {
        var ping = await Client(new RegistryCredentials(username, password)).PingAsync(Cancelled);

        Assert.Equal(status, (int)ping.Status);
    }

    [Theory]
    [InlineData("Basic")]
    [InlineData("Basic !!!")]
    [InlineData("Basic b3Bz")]
    [InlineData("Bearer token")]
    [InlineData("Basic Og==")]
    public async Task MalformedHeader_Ping_Is401(string header)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_server!.Address, "/v2/"));
        request.Headers.Host = Host;
        request.Headers.TryAddWithoutValidation("Authorization", header);

        using var response = await _http.SendAsync(request, Cancelled);

        Assert.Equal(401, (int)response.StatusCode);
    }

    [Fact]
    public async Task WrongCredentials_FindManifest_TellsWhatTheRegistrySaid()
    {
        var client = Client(new RegistryCredentials("ops", "s3cr3t-typo"));

        var error = await Assert.ThrowsAsync<RegistryRequestException>(() => client.FindManifestAsync("app", "v1", Cancelled));

        Assert.Equal(401, (int)error.Status!);
        Assert.True(error.Failure.CredentialsSent);
        Assert.Contains("check user name and password", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t-typo", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoCredentials_FindManifest_TellsThatNoneWereSent()
    {
        var error = await Assert.ThrowsAsync<RegistryRequestException>(() => Client(null).FindManifestAsync("app", "v1", Cancelled));

        Assert.False(error.Failure.CredentialsSent);
        Assert.StartsWith("Basic ", Assert.Single(error.Failure.Challenges), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rotation_OldCredentials_AreRefusedAtOnce()
    {
        var old = Client(new RegistryCredentials("ops", "right"));
        Assert.Equal(200, (int)(await old.PingAsync(Cancelled)).Status);

        Start(HtpasswdFile.FormatLine("ops", "new", Salt));

        Assert.Equal(401, (int)(await old.PingAsync(Cancelled)).Status);
        Assert.Equal(200, (int)(await Client(new RegistryCredentials("ops", "new")).PingAsync(Cancelled)).Status);
    }

    [Fact]
    public async Task AcceptedCredentials_ManyRequests_ArePaidForOnce()
    {
        var client = Client(new RegistryCredentials("ops", "right"));
        await client.PingAsync(Cancelled);

        var watch = Stopwatch.StartNew();
        for (var request = 0; request < 50; request++)
        {
            Assert.Equal(200, (int)(await client.PingAsync(Cancelled)).Status);
        }

        // One cost 10 hash takes at least 20 ms on any machine: fifty would take a second.
        Assert.True(watch.ElapsedMilliseconds < 500, $"50 requests took {watch.ElapsedMilliseconds} ms");
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nobody\n\n")]
    [InlineData("ops:right")]
    [InlineData("ops:$apr1$abc$xyz")]
    [InlineData("ops:{SHA}abc")]
    [InlineData("ops:$2b$10$short")]
    public async Task Htpasswd_WithoutBcryptUser_LetsNobodyIn(string htpasswd)
    {
        Start(htpasswd);

        var ping = await Client(new RegistryCredentials("ops", "right")).PingAsync(Cancelled);

        Assert.Equal(401, (int)ping.Status);
    }

    [Fact]
    public async Task AccessLog_Requests_AreNotedWithUserAndDigest()
    {
        var client = Client(new RegistryCredentials("ops", "right"));
        await client.FindManifestAsync("team/app", "v1", Cancelled);

        var log = _server!.Hosts.ListAccesses(Cluster, RegistryHosts.RegistryNamespace, DateTimeOffset.MinValue);

        Assert.Collection(
            log,
            refused => Assert.Equal(("", "HEAD", "team/app", "v1", 401), (refused.Username, refused.Method, refused.Repository, refused.Reference, refused.Status)),
            served => Assert.Equal(("ops", "HEAD", 404, Host), (served.Username, served.Method, served.Status, served.Instance)));
    }

    [Fact]
    public async Task ClusterAlias_RunningRegistry_IsServed()
    {
        var ping = await new RegistryClient(_http, new RegistryEndpoint(_server!.Address, Cluster)).PingAsync(Cancelled);
        _server.Hosts.Stop(Cluster, Host);
        var gone = await new RegistryClient(_http, new RegistryEndpoint(_server.Address, Cluster)).PingAsync(Cancelled);

        Assert.Equal(401, (int)ping.Status);
        Assert.Equal(421, (int)gone.Status);
    }

    private RegistryClient Client(RegistryCredentials? credentials) => new(_http, new RegistryEndpoint(_server!.Address, Host), credentials);

    private void Start(string htpasswd) => _server!.Hosts.Start(new RegistryInstance
    {
        ClusterId = Cluster,
        Namespace = RegistryHosts.RegistryNamespace,
        Instance = Host,
        Volume = "data",
        RequiresAuthentication = true,
        Htpasswd = htpasswd,
    });
}
