using System.Net.Security;
using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;
using Nerdbank.Streams;

namespace SreGym.RegistryMirror.Forwarding;

/// <summary>
/// A forwarded connection to a pod that speaks TLS, for a client on this machine that does not. The pod is known by its certificate: the very
/// one that it was given, whoever issued it.
/// </summary>
internal static class TlsForward
{
    /// <summary>Carries bytes in both directions until either side has ended.</summary>
    /// <exception cref="IOException">The pod's side refused the connection.</exception>
    public static async Task RunAsync(Stream local, WebSocket remote, X509Certificate2 certificate, CancellationToken cancellationToken)
    {
        var (near, far) = FullDuplexStream.CreatePair();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var carrying = CarryAsync(far, remote, ended.Token);
        List<Task> copies = [];
        try
        {
            await using var tls = new SslStream(near, leaveInnerStreamOpen: false);
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = certificate.GetNameInfo(X509NameType.DnsName, forIssuer: false),
                    RemoteCertificateValidationCallback = (_, served, _, _) => IsSame(certificate, served),
                },
                ended.Token);
            copies = [local.CopyToAsync(tls, ended.Token), tls.CopyToAsync(local, ended.Token)];
            await await Task.WhenAny(copies);
        }
        finally
        {
            await ended.CancelAsync();
            await Task.WhenAll([.. copies, carrying]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static bool IsSame(X509Certificate2 expected, X509Certificate? served) =>
        served is not null && expected.RawDataMemory.Span.SequenceEqual(served.GetRawCertData());

    // Its end is the end of the stream for the other half.
    private static async Task CarryAsync(Stream far, WebSocket remote, CancellationToken cancellationToken)
    {
        await using (far)
        {
            await ForwardedConnection.RunAsync(far, remote, cancellationToken);
        }
    }
}
