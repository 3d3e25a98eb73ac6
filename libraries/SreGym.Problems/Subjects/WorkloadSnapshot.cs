using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace SreGym.Problems.Subjects;

/// <summary>The Deployments and pods of one namespace at one moment, by name.</summary>
public sealed record WorkloadSnapshot(
    ImmutableSortedDictionary<string, JsonObject> Deployments, ImmutableSortedDictionary<string, JsonObject> Pods)
{
    /// <summary>Nothing yet.</summary>
    public static WorkloadSnapshot Empty { get; } = new(
        ImmutableSortedDictionary.Create<string, JsonObject>(StringComparer.Ordinal),
        ImmutableSortedDictionary.Create<string, JsonObject>(StringComparer.Ordinal));

    /// <summary>The pods a Deployment's selector finds.</summary>
    public IEnumerable<JsonObject> PodsOf(string deployment) =>
        Deployments.TryGetValue(deployment, out var found) && found.At("spec", "selector", "matchLabels") is JsonObject selector
            ? Pods.Values.Where(pod => selector.All(label => pod.Text("metadata", "labels", label.Key) == (string?)label.Value))
            : [];

    /// <summary>What keeps a Deployment from being complete, with the reason its pods give; null when nothing does.</summary>
    public string? FindWaiting(string deployment)
    {
        if (!Deployments.TryGetValue(deployment, out var found))
        {
            return "it does not exist";
        }

        var pods = PodsOf(deployment).Select(PodState.Of).ToList();
        var waiting = RolloutState.Of(found).Waiting;
        var reason = pods.Where(pod => !pod.Terminating).Select(pod => pod.WaitingFor).FirstOrDefault(candidate => candidate is not null);
        return waiting is null ? null : reason is null ? waiting : $"{waiting} ({reason})";
    }
}
