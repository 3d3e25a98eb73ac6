using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SreGym.ServiceDefaults.Listeners;

/// <summary>The certificate of a Kubernetes API server and the authority that signed it, made anew in each process.</summary>
public abstract class ApiServerCertificate : IDisposable
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private static readonly TimeSpan s_lifetime = TimeSpan.FromDays(365);

    /// <param name="publicAddress">The URL that clients use beside the loopback names; null when there is none.</param>
    /// <param name="time">Clock of its validity: from an hour ago, for a year.</param>
    protected ApiServerCertificate(string? publicAddress, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        var from = time.GetUtcNow().AddHours(-1);
        var until = from + s_lifetime;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var authority = CreateAuthority(key, from, until);
        AuthorityPem = authority.ExportCertificatePem();
        Authority = X509CertificateLoader.LoadCertificate(authority.RawData);
        Certificate = CreateServer(authority, from, until, publicAddress);
    }

    /// <summary>What clients must trust.</summary>
    public string AuthorityPem { get; }

    /// <summary>The authority without its key.</summary>
    public X509Certificate2 Authority { get; }

    /// <summary>What the server shows, with its key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <inheritdoc />
    public void Dispose()
    {
        Certificate.Dispose();
        Authority.Dispose();
        GC.SuppressFinalize(this);
    }

    private static X509Certificate2 CreateAuthority(ECDsa key, DateTimeOffset from, DateTimeOffset until)
    {
        var request = new CertificateRequest("CN=kubernetes", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request.CreateSelfSigned(from, until);
    }

    private static X509Certificate2 CreateServer(
        X509Certificate2 authority, DateTimeOffset from, DateTimeOffset until, string? publicAddress)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=kube-apiserver", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false));
        request.CertificateExtensions.Add(NamesOf(publicAddress));
        using var signed = request.Create(authority, from, until, RandomNumberGenerator.GetBytes(16));
        using var withKey = signed.CopyWithPrivateKey(key);
        // Windows' TLS stack takes only keys that went through a key store.
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);
    }

    private static X509Extension NamesOf(string? publicAddress)
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in new[] { "localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc",
            "kubernetes.default.svc.cluster.local" })
        {
            names.AddDnsName(name);
        }

        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        if (Uri.TryCreate(publicAddress, UriKind.Absolute, out var address))
        {
            if (IPAddress.TryParse(address.DnsSafeHost, out var ip))
            {
                names.AddIpAddress(ip);
            }
            else
            {
                names.AddDnsName(address.DnsSafeHost);
            }
        }

        return names.Build();
    }
}
