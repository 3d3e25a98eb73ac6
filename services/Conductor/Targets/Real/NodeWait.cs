using k8s;
using k8s.Models;

namespace SreGym.Conductor.Targets.Real;

/// <summary>Waits, by watch, until nodes are ready and take pods.</summary>
internal static class NodeWait
{
    private static readonly string[] s_blockingEffects = ["NoSchedule", "NoExecute"];

    /// <summary>Returns when <paramref name="count"/> nodes take pods; the caller's token limits the time.</summary>
    public static async Task UntilUsableAsync(IKubernetes client, int count, CancellationToken cancellationToken)
    {
        while (true)
        {
            var list = await client.CoreV1.ListNodeAsync(cancellationToken: cancellationToken);
            var usable = list.Items.Where(IsUsable).Select(node => node.Metadata.Name).ToHashSet(StringComparer.Ordinal);
            if (usable.Count >= count)
            {
                return;
            }

            await foreach (var (_, node) in client.CoreV1.WatchListNodeAsync(
                resourceVersion: list.Metadata.ResourceVersion, cancellationToken: cancellationToken))
            {
                if (IsUsable(node) && usable.Add(node.Metadata.Name) && usable.Count >= count)
                {
                    return;
                }
            }
        }
    }

    /// <summary>Ready, not cordoned, not tainted against ordinary pods.</summary>
    public static bool IsUsable(V1Node node) =>
        node.Spec?.Unschedulable != true
        && node.Spec?.Taints?.Any(taint => s_blockingEffects.Contains(taint.Effect)) != true
        && node.Status?.Conditions?.Any(condition => condition is { Type: "Ready", Status: "True" }) == true;
}
