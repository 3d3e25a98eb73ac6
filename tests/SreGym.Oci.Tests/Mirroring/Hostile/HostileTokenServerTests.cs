using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SreGym.Oci.Client;
using SreGym.TestingHost.Registries;

namespace SreGym.Oci.Tests.Mirroring.Hostile;

/// <summary>Registries that name token servers at strange places. One server plays them all, by the name it is asked under.</summary>
public sealed class HostileTokenServerTests : IAsyncLifetime
{
    private const string Registry = "registry.test";

    private readonly ConcurrentQueue<(string Host, string? Authorization)> _asked = new();
    private RegistryServer _server = null!;
    private HttpMessageInvoker _http = null!;
    private string _realm = "";
    private RequestDelegate _token = context => context.Response.WriteAsync("""{"token":"given"}""");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await RegistryServer.StartAsync(AnswerAsync);
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = async (_, token) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(IPAddress.Loopback, _server.Address.Port, token);
                return new NetworkStream(socket, ownsSocket: true);
            },
        });
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return _server.DisposeAsync();
    }

    [Theory]
    [InlineData("http://registry.test/token", true)]
    [InlineData("http://tokens.test/token", false)]
    [InlineData("http://registry.test.evil.test/token", false)]
    [InlineData("http://registry.test:8080/token", false)]
    [InlineData("http://registry.test@evil.test/token", false)]
    public async Task Realm_OverPlainHttp_GetsThePasswordAtTheRegistrysOwnHostOnly(string realm, bool isSent)
    {
        _realm = realm;

        await PingAsync();

        var (host, authorization) = Assert.Single(_asked);
        Assert.Equal(new Uri(realm).Authority, host);
        Assert.Equal(isSent, authorization is not null);
    }

    [Theory]
    [InlineData("/token")]
    [InlineData("ftp://tokens.test/token")]
    [InlineData("file:///etc/passwd")]
    [InlineData("http://")]
    public async Task Realm_ThatIsNoHttpAddress_IsRefusedWithTheReason(string realm)
    {
        _realm = realm;

        var error = await Assert.ThrowsAsync<RegistryRequestException>(PingAsync);

        Assert.Contains($"{Registry} names \"{realm}\" as its token server, which is no HTTP address", error.Message, StringComparison.Ordinal);
        Assert.False(error.IsTransient);
        Assert.Empty(_asked);
    }

    [Fact]
    public async Task Realm_OverPlainHttpOfARegistryOverHttps_IsRefusedAndAskedForNothing()
    {
        _realm = $"http://127.0.0.1:{_server.Address.Port}/token";
        await using var secure = await StartSecureAsync();
        var tls = new RegistryTls();
        tls.SkipVerification("127.0.0.1");
        using var http = RegistryTransport.Create(tls);
        var address = new Uri(secure.Urls.Single());
        var client = new RegistryClient(http, new RegistryEndpoint(address), new RegistryCredentials("ops", "s3cr3t"));

        var error = await Assert.ThrowsAsync<RegistryRequestException>(() => client.PingAsync(Cancelled));

        Assert.StartsWith($"{address.Authority} speaks HTTPS, but its token server {_realm} plain HTTP", error.Message, StringComparison.Ordinal);
        Assert.False(error.IsTransient);
        Assert.DoesNotContain("s3cr3t", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(_asked);
    }

    [Fact]
    public async Task TokenServer_ThatNeverAnswers_EndsWhenItsTimeIsOver()
    {
        _realm = "http://tokens.test/token";
        _token = context => Task.Delay(Timeout.Infinite, context.RequestAborted);

        var error = await Assert.ThrowsAsync<RegistryRequestException>(PingAsync);

        Assert.Contains("tokens.test", error.Message, StringComparison.Ordinal);
        Assert.Contains("nothing came for 0.5 s", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TokenServer_WithAnEndlessAnswer_IsReadToTheLimitOnly()
    {
        _realm = "http://tokens.test/token";
        _token = async context =>
        {
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(new byte[64 * 1024], context.RequestAborted);
            }
        };

        var error = await Assert.ThrowsAsync<RegistryRequestException>(PingAsync);

        Assert.Contains("The token server tokens.test that registry.test names answers with more than 262144 bytes", error.Message, StringComparison.Ordinal);
    }

    private Task PingAsync() => new RegistryClient(
        _http,
        new RegistryEndpoint(new Uri($"http://{Registry}")),
        new RegistryCredentials("ops", "s3cr3t"),
        new RegistryClientOptions { Timeout = TimeSpan.FromMilliseconds(500) }).PingAsync(Cancelled);

    private Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Path.StartsWithSegments("/token", StringComparison.Ordinal))
        {
            _asked.Enqueue((context.Request.Host.Value!, context.Request.Headers.Authorization));
            return _token(context);
        }

        return ChallengeAsync(context);
    }

    private Task ChallengeAsync(HttpContext context)
    {
        context.Response.StatusCode = context.Request.Headers.Authorization == "Bearer given" ? StatusCodes.Status200OK : StatusCodes.Status401Unauthorized;
        context.Response.Headers.WWWAuthenticate = $"Bearer realm=\"{_realm}\",service=\"{Registry}\"";
        return Task.CompletedTask;
    }

    private async Task<WebApplication> StartSecureAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var made = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        var certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(
            kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        var app = builder.Build();
        app.Run(ChallengeAsync);
        await app.StartAsync();
        return app;
    }
}
