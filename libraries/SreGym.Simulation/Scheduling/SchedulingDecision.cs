using System.Text.Json.Nodes;

namespace SreGym.Simulation.Scheduling;

/// <summary>Where a pod goes, or why nowhere.</summary>
internal sealed record SchedulingDecision(string? Node, string Failure)
{
    public static SchedulingDecision Decide(JsonObject pod, IReadOnlyList<NodeView> nodes)
    {
        if (nodes.Count == 0)
        {
            return new SchedulingDecision(null, "no nodes available to schedule pods");
        }

        var refusals = nodes.ToDictionary(node => node.Name, node => NodeFilter.Refuse(pod, node), StringComparer.Ordinal);
        var fitting = nodes
            .Where(node => refusals[node.Name].Count == 0)
            .OrderBy(node => node.Cpu == 0 ? 1 : node.Used.Cpu / node.Cpu)
            .ThenBy(node => node.Pods)
            .ThenBy(node => node.Name, StringComparer.Ordinal)
            .FirstOrDefault();
        return new SchedulingDecision(fitting?.Name, fitting is null ? Explain(nodes.Count, refusals.Values) : "");
    }

    private static string Explain(int nodes, IEnumerable<IReadOnlyList<FilterReason>> refusals)
    {
        var all = refusals.ToList();
        var hopeless = all.Count(reasons => reasons.Any(reason => !reason.CanPreempt));
        var preemption = new List<string>();
        if (hopeless < nodes)
        {
            preemption.Add($"{nodes - hopeless} No preemption victims found for incoming pod");
        }

        if (hopeless > 0)
        {
            preemption.Add($"{hopeless} Preemption is not helpful for scheduling");
        }

        return $"0/{nodes} nodes are available: {Count(all.SelectMany(reasons => reasons).Select(reason => reason.Text))}. "
            + $"no new claims to deallocate, preemption: 0/{nodes} nodes are available: {string.Join(", ", preemption)}.";
    }

    private static string Count(IEnumerable<string> reasons) => string.Join(
        ", ",
        reasons.GroupBy(reason => reason).Select(group => $"{group.Count()} {group.Key}").Order(StringComparer.Ordinal));
}
