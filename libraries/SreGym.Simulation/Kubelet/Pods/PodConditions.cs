using System.Text.Json.Nodes;
using SreGym.Simulation.Json;
using SreGym.Simulation.Runtime;

namespace SreGym.Simulation.Kubelet.Pods;

/// <summary>A pod's conditions (kubernetes: pkg/kubelet/status/generate.go); conditions of others stay.</summary>
internal sealed class PodConditions(JsonObject pod, PodRuntime runtime, string phase, long generation, DateTimeOffset now)
{
    private static readonly HashSet<string> s_own =
        ["PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled"];

    public JsonArray ToJson()
    {
        var (ready, reason, message) = Readiness();
        var conditions = new JsonArray(
            Condition("PodReadyToStartContainers", runtime.Sandbox is { IsRunning: true }, null, null),
            Initialized(),
            Condition("Ready", ready, reason, message),
            Condition("ContainersReady", ready, reason, message));
        foreach (var other in pod.Objects("status", "conditions").Where(other => !s_own.Contains(other.FindText("type") ?? "")))
        {
            conditions.Add(other.DeepClone());
        }

        conditions.Add(Condition("PodScheduled", true, null, null));
        return conditions;
    }

    private JsonObject Initialized()
    {
        var incomplete = runtime.InitContainers.Where(container => !container.HasSucceeded).Select(container => container.Name).ToList();
        return incomplete.Count > 0
            ? Condition("Initialized", false, "ContainersNotInitialized", $"containers with incomplete status: [{string.Join(' ', incomplete)}]")
            : Condition("Initialized", true, phase == PodPhase.Succeeded ? "PodCompleted" : null, null);
    }

    private (bool IsReady, string? Reason, string? Message) Readiness()
    {
        var unready = runtime.Containers.Where(container => !container.IsRunning || !container.IsReady).Select(container => container.Name).ToList();
        var hasRun = runtime.Containers.Any(container => container.Phase != ContainerPhase.Lost);
        return phase switch
        {
            PodPhase.Succeeded => (false, "PodCompleted", null),
            // A pod whose containers never ran keeps the conditions it had: only its containers are declared dead.
            PodPhase.Failed when hasRun => (false, "PodFailed", null),
            _ when unready.Count > 0 => (false, "ContainersNotReady", $"containers with unready status: [{string.Join(' ', unready)}]"),
            _ => (true, null, null),
        };
    }

    private JsonObject Condition(string type, bool status, string? reason, string? message)
    {
        var text = status ? "True" : "False";
        var known = pod.Objects("status", "conditions").FirstOrDefault(condition => condition.FindText("type") == type);
        var condition = new JsonObject
        {
            ["type"] = type,
            ["observedGeneration"] = generation,
            ["status"] = text,
            ["lastProbeTime"] = null,
            ["lastTransitionTime"] =
                known.FindText("status") == text ? known.FindText("lastTransitionTime") : KubernetesTime.Format(now),
        };
        condition.SetOrRemove("reason", reason);
        condition.SetOrRemove("message", message);
        return condition;
    }
}
