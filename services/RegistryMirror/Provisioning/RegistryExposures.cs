namespace SreGym.RegistryMirror.Provisioning;

/// <summary>Ways in which nodes reach the registry.</summary>
internal static class RegistryExposures
{
    /// <summary><c>localhost:&lt;nodePort&gt;</c>: container runtimes talk plain HTTP to localhost, no node needs to be configured.</summary>
    public const string NodePort = "nodeport";

    /// <summary><c>&lt;clusterIP&gt;:5000</c>: for nodes whose runtime is configured for that address, or that do not route localhost.</summary>
    public const string ClusterIp = "clusterip";

    /// <summary>A name of the operator's, by TLS.</summary>
    public const string Tls = "tls";
}
