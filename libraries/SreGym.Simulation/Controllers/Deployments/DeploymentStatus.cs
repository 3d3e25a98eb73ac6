using System.Text.Json.Nodes;
using SreGym.Simulation.Json;
using SreGym.Simulation.Runtime;

namespace SreGym.Simulation.Controllers.Deployments;

/// <summary>A Deployment's status, from its ReplicaSets (kubernetes: pkg/controller/deployment/sync.go, progress.go).</summary>
internal static class DeploymentStatus
{
    /// <summary>Counts and the Available condition; the other conditions stay as they are.</summary>
    public static JsonObject Count(DeploymentView deployment, IReadOnlyList<ReplicaSetView> all, ReplicaSetView? newest, DateTimeOffset now)
    {
        var available = all.Sum(set => set.AvailableReplicas);
        var status = new JsonObject { ["observedGeneration"] = deployment.Generation };
        status.SetCount("replicas", all.Sum(set => set.ActualReplicas));
        status.SetCount("updatedReplicas", newest?.ActualReplicas ?? 0);
        status.SetCount("readyReplicas", all.Sum(set => set.ReadyReplicas));
        status.SetCount("availableReplicas", available);
        status.SetCount("unavailableReplicas", Math.Max(0, all.Sum(set => set.Replicas) - available));
        status["terminatingReplicas"] = all.Sum(set => set.TerminatingReplicas);
        status["conditions"] = deployment.Status.FindArray("conditions")?.DeepClone() ?? new JsonArray();
        status.SetOrRemove("collisionCount", deployment.Status["collisionCount"]?.DeepClone());
        Availability(available >= deployment.Replicas - deployment.Limits.MaxUnavailable).WriteTo(status, now);
        return status;
    }

    /// <summary>The status of a rollout: counts, availability, and how it progresses.</summary>
    public static JsonObject Rollout(DeploymentView deployment, IReadOnlyList<ReplicaSetView> all, ReplicaSetView? newest, DateTimeOffset now)
    {
        var status = Count(deployment, all, newest, now);
        var current = deployment.FindCondition(DeploymentCondition.Progressing);
        if (deployment.ProgressDeadline is null)
        {
            DeploymentCondition.Remove(status, DeploymentCondition.Progressing);
        }
        else if (current?.Reason != DeploymentCondition.Complete || status.Count("replicas") != status.Count("updatedReplicas"))
        {
            Progress(deployment, status, current, newest, now);
        }

        Failure(all)?.WriteTo(status, now);
        if (Failure(all) is null)
        {
            DeploymentCondition.Remove(status, DeploymentCondition.ReplicaFailure);
        }

        return status;
    }

    public static bool IsComplete(DeploymentView deployment, JsonObject status) =>
        status.Count("updatedReplicas") == deployment.Replicas
        && status.Count("replicas") == deployment.Replicas
        && status.Count("availableReplicas") == deployment.Replicas
        && (status.FindNumber("observedGeneration") ?? 0) >= deployment.Generation;

    /// <summary>When to look again whether the deadline has passed; null when it does not run.</summary>
    public static TimeSpan? TimeToDeadline(DeploymentView deployment, JsonObject status, DateTimeOffset now)
    {
        var current = DeploymentCondition.Find(status, DeploymentCondition.Progressing);
        return deployment.ProgressDeadline is not { } deadline || current?.LastUpdate is not { } since
            || current.Reason is DeploymentCondition.Complete or DeploymentCondition.TimedOut || IsComplete(deployment, status)
            ? null
            : since + deadline - now is var left && left < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : left + TimeSpan.FromSeconds(1);
    }

    private static void Progress(
        DeploymentView deployment, JsonObject status, DeploymentCondition? current, ReplicaSetView? newest, DateTimeOffset now)
    {
        var subject = newest is null ? $"Deployment \"{deployment.Name}\"" : $"ReplicaSet \"{newest.Name}\"";
        if (IsComplete(deployment, status))
        {
            Progressing("True", DeploymentCondition.Complete, $"{subject} has successfully progressed.").WriteTo(status, now);
        }
        else if (IsProgressing(deployment.Status, status))
        {
            Progressing("True", DeploymentCondition.Updated, $"{subject} is progressing.").WriteTo(status, now, refresh: true);
        }
        else if (IsTimedOut(deployment, current, now))
        {
            Progressing("False", DeploymentCondition.TimedOut, $"{subject} has timed out progressing.").WriteTo(status, now);
        }
    }

    private static bool IsProgressing(JsonObject old, JsonObject status) =>
        status.Count("updatedReplicas") > old.Count("updatedReplicas")
        || status.Count("replicas") - status.Count("updatedReplicas") < old.Count("replicas") - old.Count("updatedReplicas")
        || status.Count("readyReplicas") > old.Count("readyReplicas")
        || status.Count("availableReplicas") > old.Count("availableReplicas");

    private static bool IsTimedOut(DeploymentView deployment, DeploymentCondition? current, DateTimeOffset now) => current switch
    {
        null or { Reason: DeploymentCondition.Complete } => false,
        { Reason: DeploymentCondition.TimedOut } => true,
        _ => current.LastUpdate + deployment.ProgressDeadline < now,
    };

    private static DeploymentCondition Availability(bool isAvailable) => isAvailable
        ? new(DeploymentCondition.Available, "True", "MinimumReplicasAvailable", "Deployment has minimum availability.")
        : new(DeploymentCondition.Available, "False", "MinimumReplicasUnavailable", "Deployment does not have minimum availability.");

    private static DeploymentCondition Progressing(string status, string reason, string message) =>
        new(DeploymentCondition.Progressing, status, reason, message);

    private static DeploymentCondition? Failure(IReadOnlyList<ReplicaSetView> all) =>
        all.SelectMany(set => set.Value.Objects("status", "conditions"))
            .Where(condition => condition.FindText("type") == DeploymentCondition.ReplicaFailure && condition.FindText("status") == "True")
            .Select(condition => new DeploymentCondition(
                DeploymentCondition.ReplicaFailure, "True", condition.FindText("reason") ?? "", condition.FindText("message") ?? ""))
            .FirstOrDefault();
}
