using k8s.Models;

namespace SreGym.Conductor.Targets.Real;

/// <summary>In which ways nodes may come to pull from a registry in the cluster, as far as that can be seen without a pull.</summary>
internal static class RegistryWays
{
    private const string Containerd = "containerd://";
    private static readonly string[] s_routesLocalhost = ["", "iptables"];

    /// <param name="nodes">The nodes that take pods.</param>
    /// <param name="proxyMode">Mode of kube-proxy; null when nothing says.</param>
    /// <param name="mayRunPrivilegedPods">Whether the cluster admits them.</param>
    /// <returns>One line for each way, beginning with its name.</returns>
    public static IReadOnlyList<string> Find(IReadOnlyList<V1Node> nodes, string? proxyMode, bool mayRunPrivilegedPods) =>
    [
        "localhost:<nodePort> " + proxyMode switch
        {
            null => "unknown (nothing says how kube-proxy runs)",
            _ when s_routesLocalhost.Contains(proxyMode) => "likely (kube-proxy iptables)",
            _ => $"unlikely (kube-proxy {proxyMode})",
        },
        "ClusterIP " + (!mayRunPrivilegedPods ? "only on nodes you configure (no privileged pod is admitted)"
            : nodes.FirstOrDefault(node => !RuntimeOf(node).StartsWith(Containerd, StringComparison.Ordinal)) is { } other
                ? $"only on nodes you configure ({other.Metadata.Name} runs {RuntimeOf(other)})"
                : "with --configure-nodes"),
        "TLS with a certificate of yours" + (nodes.Any(IsOnAws) ? ", or of ACM on an internal load balancer" : ""),
    ];

    private static string RuntimeOf(V1Node node) => node.Status?.NodeInfo?.ContainerRuntimeVersion ?? "";

    private static bool IsOnAws(V1Node node) => node.Spec?.ProviderID?.StartsWith("aws:", StringComparison.Ordinal) == true;
}
