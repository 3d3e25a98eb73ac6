namespace SreGym.Simulation.Controllers.ReplicaSets;

/// <summary>Which pods go first when there are too many (kubernetes: ActivePodsWithRanks in pkg/controller/controller_utils.go).</summary>
internal static class PodDeletionOrder
{
    public static IEnumerable<PodView> Sort(IEnumerable<PodView> pods)
    {
        var all = pods.ToList();
        var neighbours = all.GroupBy(pod => pod.NodeName).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        return all
            .OrderBy(pod => pod.NodeName.Length > 0)
            .ThenBy(pod => pod.Phase switch { "Pending" => 0, "Unknown" => 1, _ => 2 })
            .ThenBy(pod => pod.IsReady)
            .ThenByDescending(pod => neighbours[pod.NodeName])
            .ThenByDescending(pod => pod.ReadySince ?? DateTimeOffset.MaxValue)
            .ThenByDescending(pod => pod.Stored.ResourceVersion)
            .ThenBy(pod => pod.Stored.Name, StringComparer.Ordinal);
    }
}
