using System.Globalization;
using System.Text.Json.Nodes;
using SreGym.Problems.Subjects;

namespace SreGym.Problems.Checks;

/// <summary>Says what, if anything, keeps the application from being as available as in the baseline.</summary>
internal sealed class ApplicationHealth
{
    private readonly Dictionary<string, long> _replicas;

    public ApplicationHealth(CheckContext context) => _replicas = context.Baseline.List("Deployment", context.Namespace)
        .ToDictionary(deployment => deployment.Name(), deployment => Math.Max(1, RolloutState.Of(deployment).Desired), StringComparer.Ordinal);

    public int Count => _replicas.Count;

    /// <summary>What makes it less than it was. A pod of a revision that was left behind may still be ending.</summary>
    public string? FindProblem(WorkloadSnapshot snapshot) =>
        FindFirst(name => FindObstacle(snapshot, name, _replicas[name]) ?? FindTerminating(snapshot, name, IsOfCurrentRevision));

    /// <summary>The same without regard to pods that are ending, whatever they belong to.</summary>
    public string? FindObstacle(WorkloadSnapshot snapshot) => FindFirst(name => FindObstacle(snapshot, name, _replicas[name]));

    /// <summary>What is not at rest yet: any of it, and every pod that still runs while it ends.</summary>
    public string? FindUnsettled(WorkloadSnapshot snapshot) =>
        FindFirst(name => FindObstacle(snapshot, name, _replicas[name]) ?? FindTerminating(snapshot, name, (_, _) => true));

    private string? FindFirst(Func<string, string?> find) =>
        _replicas.Keys.Select(name => find(name) is { } problem ? $"{name}: {problem}" : null).FirstOrDefault(problem => problem is not null);

    private static string? FindObstacle(WorkloadSnapshot snapshot, string name, long replicas)
    {
        if (snapshot.FindWaiting(name) is { } waiting)
        {
            return waiting;
        }

        var state = RolloutState.Of(snapshot.Deployments[name]);
        if (state.Desired != replicas)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{state.Desired} replicas are asked for, the baseline has {replicas}");
        }

        return snapshot.PodsOf(name).Select(PodState.Of).FirstOrDefault(pod => !pod.Terminating && pod.WaitingReason is not null) is { } stuck
            ? $"pod {stuck.Name} waits: {stuck.WaitingReason}"
            : null;
    }

    // A pod that never started, as those without an image, has nothing that could still answer: old kubelets take a minute to forget it.
    private static string? FindTerminating(WorkloadSnapshot snapshot, string name, Func<JsonObject, IReadOnlyList<JsonObject>, bool> counts)
    {
        var pods = snapshot.PodsOf(name).ToLookup(pod => PodState.Of(pod).Terminating);
        var staying = pods[false].ToList();
        return pods[true].FirstOrDefault(pod => PodState.Of(pod).Running && counts(pod, staying)) is { } terminating
            ? $"pod {terminating.Name()} is still terminating"
            : null;
    }

    // A rollout that is complete has pods of one ReplicaSet only, but for those that are ending.
    private static bool IsOfCurrentRevision(JsonObject pod, IReadOnlyList<JsonObject> staying) =>
        FindController(pod) is { } controller && staying.Any(other => FindController(other) == controller);

    private static string? FindController(JsonObject pod) => pod.Items("metadata", "ownerReferences")
        .FirstOrDefault(owner => owner.At("controller") is JsonValue value && value.GetValue<bool>())
        .Text("uid");
}
