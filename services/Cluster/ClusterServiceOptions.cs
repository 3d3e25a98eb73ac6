using System.ComponentModel.DataAnnotations;

namespace SreGym.Cluster;

/// <summary>How the embedded clusters are reached and what they reach.</summary>
public sealed class ClusterServiceOptions
{
    /// <summary>Configuration section.</summary>
    public const string SectionName = "Cluster";

    /// <summary>Address of the endpoint <c>kubernetes</c> as kubeconfigs write it.</summary>
    /// <value>Empty: the address of the process's own HTTPS listener.</value>
    [RegularExpression("^https://.+", ErrorMessage = "Cluster:PublicAddress must be an https:// address.")]
    public string? PublicAddress { get; set; }

    /// <summary>Port of the HTTPS listener that serves the Kubernetes APIs.</summary>
    /// <value>0: every HTTPS listener of the process.</value>
    [Range(0, 65535)]
    public int KubernetesPort { get; set; }

    /// <summary>Address at which registries are reached by their names as virtual hosts.</summary>
    /// <value>Empty: the nodes reach no registry, and every pull fails.</value>
    [RegularExpression("^https?://.+", ErrorMessage = "Cluster:RegistryAddress must be an http:// address.")]
    public string? RegistryAddress { get; set; }

    /// <summary>How many clusters there may be at once.</summary>
    /// <value>2000.</value>
    [Range(1, 100_000)]
    public int MaximumClusters { get; set; } = 2000;
}
