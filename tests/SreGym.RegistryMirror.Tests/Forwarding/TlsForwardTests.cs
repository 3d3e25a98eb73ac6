using System.Net.Security;
using System.Net.WebSockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Nerdbank.Streams;
using SreGym.RegistryMirror.Forwarding;

namespace SreGym.RegistryMirror.Tests.Forwarding;

/// <summary>A client that speaks no TLS, and a pod behind the API server's WebSocket that speaks nothing else.</summary>
public sealed class TlsForwardTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_ThePodsCertificate_CarriesPlainBytesBothWays()
    {
        using var certificate = Create("registry.example.org");
        using var remote = StartPod(certificate);
        var (client, local) = FullDuplexStream.CreatePair();
        var forwarding = TlsForward.RunAsync(local, remote, certificate, Cancelled);

        await client.WriteAsync("ping"u8.ToArray(), Cancelled);
        var answer = new byte[4];
        await client.ReadExactlyAsync(answer, Cancelled);
        await client.DisposeAsync();
        await forwarding;

        Assert.Equal("PING", Encoding.ASCII.GetString(answer));
    }

    [Fact]
    public async Task Run_AnotherCertificateOfThatName_IsRefused()
    {
        using var expected = Create("registry.example.org");
        using var served = Create("registry.example.org");
        using var remote = StartPod(served);
        var (client, local) = FullDuplexStream.CreatePair();
        // Were it let in, the connection would end with its client.
        await client.DisposeAsync();

        await Assert.ThrowsAsync<AuthenticationException>(() => TlsForward.RunAsync(local, remote, expected, Cancelled));
    }

    private static WebSocket StartPod(X509Certificate2 certificate)
    {
        var (near, far) = FullDuplexStream.CreatePair();
        var pod = WebSocket.CreateFromStream(far, new WebSocketCreationOptions { IsServer = true });
        _ = ServeAsync(pod, certificate);
        return WebSocket.CreateFromStream(near, new WebSocketCreationOptions());
    }

    // Port-forward as the API server does it: two bytes of the port on each channel, then data on channel 0.
    private static async Task ServeAsync(WebSocket socket, X509Certificate2 certificate)
    {
        await socket.SendAsync(new byte[] { 0, 136, 19 }, WebSocketMessageType.Binary, endOfMessage: true, Cancelled);
        await socket.SendAsync(new byte[] { 1, 136, 19 }, WebSocketMessageType.Binary, endOfMessage: true, Cancelled);
        var (inside, outside) = FullDuplexStream.CreatePair();
        var (up, down) = (SendAsync(outside, socket), ReceiveAsync(outside, socket));
        await using var tls = new SslStream(inside);
        await tls.AuthenticateAsServerAsync(certificate);
        var buffer = new byte[16];
        while (await tls.ReadAsync(buffer, Cancelled) is var count and > 0)
        {
            await tls.WriteAsync(Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(buffer, 0, count).ToUpperInvariant()), Cancelled);
        }

        await Task.WhenAll(up, down);
    }

    private static async Task SendAsync(Stream from, WebSocket socket)
    {
        var buffer = new byte[16 * 1024];
        while (await from.ReadAsync(buffer.AsMemory(1), Cancelled) is var count and > 0)
        {
            await socket.SendAsync(buffer.AsMemory(0, count + 1), WebSocketMessageType.Binary, endOfMessage: true, Cancelled);
        }
    }

    private static async Task ReceiveAsync(Stream to, WebSocket socket)
    {
        var buffer = new byte[64 * 1024];
        var isStart = true;
        while (await socket.ReceiveAsync(buffer.AsMemory(), Cancelled) is { MessageType: not WebSocketMessageType.Close } part)
        {
            await to.WriteAsync(buffer.AsMemory(isStart ? 1 : 0, part.Count - (isStart ? 1 : 0)), Cancelled);
            isStart = part.EndOfMessage;
        }
    }

    private static X509Certificate2 Create(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
    }
}
