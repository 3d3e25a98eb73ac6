using System.Text.Json.Nodes;
using SreGym.Simulation.Json;
using SreGym.Simulation.Runtime;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Controllers.ReplicaSets;

/// <summary>A ReplicaSet's status, from its pods (kubernetes: pkg/controller/replicaset/replica_set_utils.go).</summary>
internal static class ReplicaSetStatus
{
    public static JsonObject Count(JsonObject set, long generation, IReadOnlyList<PodView> pods, string? failure, DateTimeOffset now)
    {
        var active = pods.Where(pod => pod.IsActive).ToList();
        var minReady = set.Count("spec", "minReadySeconds");
        var labels = LabelSelector.ForLabels(set.TextMap("spec", "template", "metadata", "labels"));
        var status = new JsonObject { ["replicas"] = active.Count };
        status.SetCount("fullyLabeledReplicas", active.Count(pod => labels.Matches(pod.Stored.Labels)));
        status.SetCount("readyReplicas", active.Count(pod => pod.IsReady));
        status.SetCount("availableReplicas", active.Count(pod => pod.IsAvailable(minReady, now)));
        status["terminatingReplicas"] = pods.Count(pod => pod.IsTerminating && !pod.HasEnded);
        status["observedGeneration"] = generation;
        if (failure is not null)
        {
            status["conditions"] = new JsonArray(Failure(set, failure, now));
        }

        return status;
    }

    private static JsonObject Failure(JsonObject set, string message, DateTimeOffset now)
    {
        var known = set.Objects("status", "conditions").FirstOrDefault(condition => condition.FindText("type") == "ReplicaFailure");
        return new JsonObject
        {
            ["type"] = "ReplicaFailure",
            ["status"] = "True",
            ["lastTransitionTime"] = known.FindText("lastTransitionTime") ?? KubernetesTime.Format(now),
            ["reason"] = "FailedCreate",
            ["message"] = message,
        };
    }
}
