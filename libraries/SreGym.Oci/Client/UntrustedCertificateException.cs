using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace SreGym.Oci.Client;

/// <summary>A certificate was looked at and not believed; other failures of TLS are not about trust.</summary>
internal sealed class UntrustedCertificateException(string host, SslPolicyErrors errors, X509Chain? chain)
    : AuthenticationException(Describe(host, errors, chain))
{
    private static string Describe(string host, SslPolicyErrors errors, X509Chain? chain)
    {
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
        {
            return $"{host} shows no certificate";
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            return $"the certificate is not for {host}";
        }

        var reasons = string.Join(", ", (chain?.ChainStatus ?? []).Select(status => status.Status).Distinct());
        return $"the certificate of {host} comes from nobody who is believed{(reasons.Length > 0 ? $" ({reasons})" : "")}";
    }
}
