using System.Globalization;
using SreGym.Contracts.Common.V1;

namespace SreGym.RegistryMirror.Provisioning;

/// <summary>A registry that nodes reach by TLS under a name of the operator's.</summary>
internal sealed record RegistryTls
{
    private const int HttpsPort = 443;

    /// <summary>Name, and port where it is not 443, as images write it.</summary>
    public required string Host { get; init; }

    /// <summary>Certificate and its chain in PEM, which the registry's pod serves; empty when a load balancer ends TLS.</summary>
    public required string Certificate { get; init; }

    /// <summary>The certificate of AWS Certificate Manager that a load balancer serves; empty when the pod serves its own.</summary>
    public required string CertificateArn { get; init; }

    /// <summary>Type of the Service.</summary>
    public required string ServiceType { get; init; }

    /// <summary>True when the pod speaks TLS itself.</summary>
    public bool IsServedByPod => Certificate.Length > 0;

    /// <summary>True when the address behind the name is known only once the Service is there.</summary>
    public bool HasNewAddress => ServiceType != ServiceTypes.NodePort;

    public string Name => Host.Split(':')[0];

    public int Port => Host.Split(':') is [_, var port] ? int.Parse(port, CultureInfo.InvariantCulture) : HttpsPort;

    public static RegistryTls From(SubjectSettings settings) => new()
    {
        Host = settings.RegistryHost,
        Certificate = settings.RegistryCertificate,
        CertificateArn = settings.RegistryCertificateArn,
        ServiceType = settings.RegistryService switch
        {
            "clusterip" => ServiceTypes.ClusterIp,
            "loadbalancer" => ServiceTypes.LoadBalancer,
            _ => ServiceTypes.NodePort,
        },
    };
}
