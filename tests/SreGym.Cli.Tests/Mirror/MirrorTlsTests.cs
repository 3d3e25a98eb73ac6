using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using SreGym.TestingHost.Registries;

namespace SreGym.Cli.Tests.Mirror;

/// <summary>Whose certificates are believed: the system's, those of <c>--ca</c> for its host, with <c>--insecure</c> anybody's.</summary>
public sealed class MirrorTlsTests : IAsyncLifetime
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private readonly string _folder = Directory.CreateTempSubdirectory("mirror-tls-").FullName;
    private TestAuthority? _authority;
    private InterceptedRegistry? _target;

    public async ValueTask InitializeAsync() => (_authority, _target) = (new TestAuthority(_folder, "authority"), await InterceptedRegistry.StartAsync());

    public async ValueTask DisposeAsync()
    {
        _authority!.Dispose();
        await _target!.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Mirror_AuthorityOfTheHost_IsBelieved()
    {
        var call = await RunAsync("localhost", "--ca", $"localhost={_authority!.File}");

        Assert.Equal((0, ""), (call.ExitCode, call.Error));
    }

    [Fact]
    public async Task Mirror_Insecure_BelievesAnybody()
    {
        var call = await RunAsync("somebody.example.com", "--insecure");

        Assert.Equal((0, ""), (call.ExitCode, call.Error));
    }

    [Fact]
    public async Task Mirror_UnknownAuthority_SaysWhatToDo()
    {
        var call = await RunAsync("localhost");

        Assert.Equal((1, 0), (call.ExitCode, _target!.Volume.ListRepositories().Count));
        Assert.Contains("no answer: the certificate of localhost comes from nobody who is believed (", call.Error, StringComparison.Ordinal);
        Assert.Contains(
            " Its certificate is not trusted: trust its authority for this host. Give --ca localhost=<file.pem>, or --insecure to accept any certificate.",
            call.Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mirror_AnotherAuthority_IsRefused()
    {
        using var other = new TestAuthority(_folder, "other");

        var call = await RunAsync("localhost", "--ca", $"localhost={other.File}");

        Assert.Equal(1, call.ExitCode);
        Assert.Contains("Its certificate is not trusted", call.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mirror_AuthorityOfAnotherHost_IsRefused()
    {
        var call = await RunAsync("localhost", "--ca", $"registry.example.com={_authority!.File}");

        Assert.Equal(1, call.ExitCode);
        Assert.Contains("Its certificate is not trusted", call.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mirror_CertificateForAnotherName_IsRefused()
    {
        var call = await RunAsync("somebody.example.com", "--ca", $"localhost={_authority!.File}");

        Assert.Equal(1, call.ExitCode);
        Assert.Contains("the certificate is not for localhost. Its certificate is not trusted", call.Error, StringComparison.Ordinal);
    }

    [Fact] // by a server that does not mind, unlike ours
    public async Task Mirror_CertificateOfAClient_IsRefused()
    {
        using var certificate = _authority!.Issue("localhost", ClientAuthentication);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync(listener, certificate);

        var call = await MirrorCall.RunAsync(
            $"localhost:{((IPEndPoint)listener.LocalEndpoint).Port}/app:v1", $"{_target!.Host}/app", "--ca", $"localhost={_authority!.File}");

        Assert.Equal(1, call.ExitCode);
        Assert.Contains("Its certificate is not trusted", call.Error, StringComparison.Ordinal);
        listener.Stop();
        await Task.WhenAny(serving);
    }

    [Theory]
    [InlineData("authority.pem", "--ca authority.pem: write host=file.pem.")]
    [InlineData("localhost=/nonexistent/authority.pem", "--ca localhost=/nonexistent/authority.pem: Could not find")]
    [InlineData("localhost=/dev/null", "--ca localhost=/dev/null: there is no certificate in it.")]
    public async Task Mirror_UselessAuthority_IsAUsageError(string authority, string expected)
    {
        var call = await MirrorCall.RunAsync("localhost:1/app:v1", "localhost:2/app:v1", "--ca", authority);

        Assert.Equal(2, call.ExitCode);
        Assert.Contains(expected, call.Error, StringComparison.Ordinal);
    }

    private async Task<MirrorCall> RunAsync(string name, params string[] options)
    {
        using var certificate = _authority!.Issue(name);
        await using var source = await InterceptedRegistry.StartAsync(certificate: certificate);
        await source.Client.PushImageAsync("app", "v1");
        return await MirrorCall.RunAsync([$"{source.Host}/app:v1", $"{_target!.Host}/app", .. options]);
    }

    private static async Task ServeAsync(TcpListener listener, X509Certificate2 certificate)
    {
        while (true)
        {
            using var client = await listener.AcceptTcpClientAsync();
            await using var tls = new SslStream(client.GetStream());
            await tls.AuthenticateAsServerAsync(certificate).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
