using System.Text.Json.Nodes;
using SreGym.Simulation.Json;
using SreGym.Simulation.Runtime;

namespace SreGym.Simulation.Controllers.Deployments;

/// <summary>One entry of a Deployment's <c>status.conditions</c>.</summary>
internal sealed record DeploymentCondition(string Type, string Status, string Reason, string Message)
{
    public const string Progressing = "Progressing";
    public const string Available = "Available";
    public const string ReplicaFailure = "ReplicaFailure";

    public const string NewReplicaSet = "NewReplicaSetCreated";
    public const string FoundReplicaSet = "FoundNewReplicaSet";
    public const string Updated = "ReplicaSetUpdated";
    public const string Complete = "NewReplicaSetAvailable";
    public const string TimedOut = "ProgressDeadlineExceeded";
    public const string Paused = "DeploymentPaused";
    public const string Resumed = "DeploymentResumed";

    public DateTimeOffset? LastUpdate { get; init; }

    public static DeploymentCondition? Find(JsonObject status, string type) =>
        status.Objects("conditions").FirstOrDefault(condition => condition.FindText("type") == type) is { } found
            ? new DeploymentCondition(type, found.FindText("status") ?? "", found.FindText("reason") ?? "", found.FindText("message") ?? "")
            {
                LastUpdate = found.FindTime("lastUpdateTime"),
            }
            : null;

    /// <summary>
    /// Writes the condition at the end of the list. Nothing changes while status and reason stay, unless <paramref name="refresh"/>
    /// says that new progress is to be noted; the transition time only moves with the status.
    /// </summary>
    public void WriteTo(JsonObject status, DateTimeOffset now, bool refresh = false)
    {
        var current = status.Objects("conditions").FirstOrDefault(condition => condition.FindText("type") == Type);
        var isSameStatus = current.FindText("status") == Status;
        if (!refresh && isSameStatus && current.FindText("reason") == Reason)
        {
            return;
        }

        var time = KubernetesTime.Format(now);
        var transition = isSameStatus ? current.FindText("lastTransitionTime") : time;
        Remove(status, Type);
        status.GetOrAddArray("conditions").Add(new JsonObject
        {
            ["type"] = Type,
            ["status"] = Status,
            ["lastUpdateTime"] = time,
            ["lastTransitionTime"] = transition,
            ["reason"] = Reason,
            ["message"] = Message,
        });
    }

    public static void Remove(JsonObject status, string type)
    {
        if (status.Objects("conditions").FirstOrDefault(condition => condition.FindText("type") == type) is { } found)
        {
            status.FindArray("conditions")!.Remove(found);
        }
    }
}
