using SreGym.Oci.Hosting;

namespace SreGym.Recovery.Registry;

/// <summary>Names of the registry's objects in the subject, as a platform team would choose them.</summary>
public static class RegistryNames
{
    public const string Namespace = RegistryHosts.RegistryNamespace;
    public const string Registry = "registry";
    public const string Htpasswd = "registry-htpasswd";
    public const string Credentials = "registry-credentials";
    public const string Certificate = "registry-tls";
    public const string Volume = "registry-data";
    public const string Hosts = "registry-hosts";
    public const string Image = "registry:2";
    public const string FieldManager = "helm";
    public const int Port = 5000;
    public const int NodePort = 30500;

    /// <summary>Finds the registry's pods.</summary>
    public static string LabelSelector { get; } = $"app.kubernetes.io/name={Registry}";

    /// <summary>Finds the pods that tell nodes where the registry is.</summary>
    public static string HostsLabelSelector { get; } = $"app.kubernetes.io/name={Hosts}";

    /// <summary>What image references and pull secrets call the registry: each node's own port, which containerd talks plain HTTP to.</summary>
    public static string Host => HostOf(NodePort);

    /// <summary>As <see cref="Host"/>, for another node port.</summary>
    public static string HostOf(int nodePort) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"localhost:{nodePort}");
}
