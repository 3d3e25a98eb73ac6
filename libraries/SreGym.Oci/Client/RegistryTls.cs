using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SreGym.Oci.Client;

/// <summary>Whose certificates are believed, host by host. Hosts that are not named are judged by the system's authorities.</summary>
public sealed class RegistryTls
{
    // Extended key usage "server authentication" (RFC 5280 section 4.2.1.12).
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private readonly Dictionary<string, X509Certificate2Collection> _authorities = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _unverified = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Believes the authorities of a PEM file for one host.</summary>
    /// <param name="host">Host name, without port.</param>
    /// <param name="file">PEM file with one certificate or more.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="CryptographicException">It holds no certificate.</exception>
    public void Trust(string host, string file)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(file);
        if (authorities.Count == 0)
        {
            throw new CryptographicException("there is no certificate in it.");
        }

        _authorities[host] = authorities;
    }

    /// <summary>Believes any certificate of one host.</summary>
    public void SkipVerification(string host) => _unverified.Add(host);

    internal SslClientAuthenticationOptions ToOptions() => new() { RemoteCertificateValidationCallback = Validate };

    private bool Validate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        var host = (sender as SslStream)?.TargetHostName ?? "";
        return errors == SslPolicyErrors.None || _unverified.Contains(host)
            || (errors == SslPolicyErrors.RemoteCertificateChainErrors && certificate is not null && IsTrusted(host, certificate, chain))
            ? true
            : throw new UntrustedCertificateException(host, errors, chain);
    }

    private bool IsTrusted(string host, X509Certificate certificate, X509Chain? chain)
    {
        if (!_authorities.TryGetValue(host, out var authorities))
        {
            return false;
        }

        using var own = new X509Chain();
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.CustomTrustStore.AddRange(authorities);
        own.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        if (chain is not null)
        {
            own.ChainPolicy.ExtraStore.AddRange(chain.ChainElements.Select(element => element.Certificate).ToArray());
        }

        using var leaf = new X509Certificate2(certificate);
        return own.Build(leaf);
    }
}
