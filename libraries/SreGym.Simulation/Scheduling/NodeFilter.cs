using System.Globalization;
using System.Text.Json.Nodes;
using SreGym.Simulation.Json;
using SreGym.Simulation.Runtime;

namespace SreGym.Simulation.Scheduling;

/// <summary>Whether a pod may run on a node, in the words of kube-scheduler 1.36.</summary>
internal static class NodeFilter
{
    /// <summary>Why not; empty when it may.</summary>
    public static IReadOnlyList<FilterReason> Refuse(JsonObject pod, NodeView node)
    {
        if (node.IsUnschedulable && !Tolerates(pod, Unschedulable()))
        {
            return [new FilterReason("node(s) were unschedulable", CanPreempt: false)];
        }

        if (pod.FindText("spec", "nodeName") is { Length: > 0 } named && named != node.Name)
        {
            return [new FilterReason("node(s) didn't match the requested node name", CanPreempt: false)];
        }

        if (node.Taints.Any(taint => taint.FindText("effect") is "NoSchedule" or "NoExecute" && !Tolerates(pod, taint)))
        {
            return [new FilterReason("node(s) had untolerated taint(s)", CanPreempt: false)];
        }

        return !MatchesSelector(pod, node)
            ? [new FilterReason("node(s) didn't match Pod's node affinity/selector", CanPreempt: false)]
            : Shortages(pod, node);
    }

    private static JsonObject Unschedulable() => new() { ["key"] = "node.kubernetes.io/unschedulable", ["effect"] = "NoSchedule" };

    private static List<FilterReason> Shortages(JsonObject pod, NodeView node)
    {
        var wanted = PodRequests.Of(pod);
        var reasons = new List<FilterReason>();
        if (node.Pods + 1 > node.MaximumPods)
        {
            reasons.Add(new FilterReason("Too many pods", CanPreempt: true));
        }

        if (wanted.Cpu > 0 && node.Used.Cpu + wanted.Cpu > node.Cpu)
        {
            reasons.Add(new FilterReason("Insufficient cpu", wanted.Cpu <= node.Cpu));
        }

        if (wanted.Memory > 0 && node.Used.Memory + wanted.Memory > node.Memory)
        {
            reasons.Add(new FilterReason("Insufficient memory", wanted.Memory <= node.Memory));
        }

        return reasons;
    }

    private static bool MatchesSelector(JsonObject pod, NodeView node)
    {
        if (pod.TextMap("spec", "nodeSelector").Any(wanted => node.Labels.GetValueOrDefault(wanted.Key) != wanted.Value))
        {
            return false;
        }

        var terms = pod.FindArray(
            "spec", "affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms");
        return terms is null || terms.OfType<JsonObject>().Any(term => MatchesTerm(term, node));
    }

    private static bool MatchesTerm(JsonObject term, NodeView node) =>
        term.Objects("matchExpressions").All(expression => Matches(expression, node.Labels.GetValueOrDefault(expression.FindText("key") ?? "")))
        && term.Objects("matchFields").All(expression => Matches(expression, node.Name));

    private static bool Matches(JsonObject expression, string? actual)
    {
        var values = expression.Texts("values");
        return expression.FindText("operator") switch
        {
            "In" => actual is not null && values.Contains(actual),
            "NotIn" => actual is null || !values.Contains(actual),
            "Exists" => actual is not null,
            "DoesNotExist" => actual is null,
            "Gt" => Compare(actual, values) > 0,
            "Lt" => Compare(actual, values) < 0,
            _ => false,
        };
    }

    private static int Compare(string? actual, IReadOnlyList<string> values) =>
        long.TryParse(actual, CultureInfo.InvariantCulture, out var left)
        && values.Count == 1 && long.TryParse(values[0], CultureInfo.InvariantCulture, out var right)
            ? left.CompareTo(right)
            : 0;

    private static bool Tolerates(JsonObject pod, JsonObject taint) => pod.Objects("spec", "tolerations").Any(toleration =>
        (toleration.FindText("effect") is not { Length: > 0 } effect || effect == taint.FindText("effect"))
        && (toleration.FindText("key") is not { Length: > 0 } key || key == taint.FindText("key"))
        && (toleration.FindText("operator") == "Exists" || (toleration.FindText("value") ?? "") == (taint.FindText("value") ?? "")));
}
