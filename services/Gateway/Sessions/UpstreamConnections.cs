using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using SreGym.Contracts;

namespace SreGym.Gateway.Sessions;

/// <summary>Connections to a subject's API server.</summary>
internal static class UpstreamConnections
{
    /// <param name="authorityPem">Certificates to trust; empty trusts what the machine trusts.</param>
    /// <exception cref="SreGymException">The certificates cannot be read.</exception>
    public static HttpMessageInvoker Create(string authorityPem) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        UseProxy = false,
        // No trace headers: the subject must not see that somebody measures.
        ActivityHeadersPropagator = null,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        EnableMultipleHttp2Connections = true,
        SslOptions = TrustOf(authorityPem),
    });

    private static SslClientAuthenticationOptions TrustOf(string authorityPem)
    {
        var options = new SslClientAuthenticationOptions();
        if (string.IsNullOrWhiteSpace(authorityPem))
        {
            return options;
        }

        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        try
        {
            policy.CustomTrustStore.ImportFromPem(authorityPem);
        }
        catch (CryptographicException error)
        {
            throw new SreGymException(
                StatusCode.InvalidArgument,
                ErrorReasons.InvalidArgument,
                "certificate_authority_pem holds no readable certificate: send it PEM encoded.",
                error);
        }

        options.CertificateChainPolicy = policy;
        return options;
    }
}
