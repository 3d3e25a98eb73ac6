using System.Text.RegularExpressions;
using k8s;
using k8s.Autorest;

namespace SreGym.Conductor.Targets.Real;

/// <summary>How kube-proxy routes, from the configuration that kubeadm (and kind) and EKS leave in the cluster.</summary>
internal static partial class KubeProxyMode
{
    private const string Namespace = "kube-system";
    private static readonly string[] s_names = ["kube-proxy", "kube-proxy-config"];

    /// <summary>Its mode, empty for its default; null when there is no such configuration.</summary>
    public static async Task<string?> FindAsync(IKubernetes client, CancellationToken cancellationToken)
    {
        foreach (var name in s_names)
        {
            try
            {
                var found = await client.CoreV1.ReadNamespacedConfigMapAsync(name, Namespace, cancellationToken: cancellationToken);
                if (found.Data?.Values.Select(FindMode).FirstOrDefault(mode => mode is not null) is { } mode)
                {
                    return mode;
                }
            }
            catch (HttpOperationException)
            {
                // Another distribution's cluster, or not for us to see.
            }
        }

        return null;
    }

    /// <summary>The mode that a KubeProxyConfiguration says; null when the text is none.</summary>
    public static string? FindMode(string configuration) =>
        configuration.Contains("KubeProxyConfiguration", StringComparison.Ordinal)
            ? Mode().Match(configuration) is { Success: true } match ? match.Groups[1].Value : ""
            : null;

    [GeneratedRegex("""^mode:\s*"?([a-z]*)"?\s*$""", RegexOptions.Multiline)]
    private static partial Regex Mode();
}
