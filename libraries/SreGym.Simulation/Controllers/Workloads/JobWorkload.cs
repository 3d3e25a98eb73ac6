using System.Text.Json.Nodes;
using SreGym.Simulation.Controllers.ReplicaSets;
using SreGym.Simulation.Json;
using SreGym.Simulation.Runtime;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Controllers.Workloads;

/// <summary>Runs pods until enough have succeeded or too many have failed (kubernetes: pkg/controller/job).</summary>
internal sealed class JobWorkload : IWorkload
{
    private const int DefaultBackoffLimit = 6;

    public void Manage(ClusterContext cluster, PodFactory factory, StoredObject stored, JsonObject value, IReadOnlyList<PodView> pods)
    {
        if (value.FindFlag("spec", "suspend") is true || IsFinished(value, pods))
        {
            return;
        }

        var active = pods.Count(pod => pod.IsActive);
        var wanted = Math.Min((int)(value.FindNumber("spec", "parallelism") ?? 1), Completions(value) - Succeeded(pods));
        for (; active < wanted; active++)
        {
            factory.Create(stored, Template(stored, value));
        }
    }

    public JsonObject Status(ClusterContext cluster, JsonObject value, IReadOnlyList<PodView> pods)
    {
        var now = KubernetesTime.Format(cluster.Now);
        var status = new JsonObject { ["startTime"] = value.FindText("status", "startTime") ?? now };
        status.SetCount("active", pods.Count(pod => pod.IsActive));
        status.SetCount("succeeded", Succeeded(pods));
        status.SetCount("failed", Failed(pods));
        status["ready"] = pods.Count(pod => pod.IsActive && pod.IsReady);
        status["terminating"] = pods.Count(pod => pod.IsTerminating && !pod.HasEnded);
        status["uncountedTerminatedPods"] = new JsonObject();
        var isComplete = Succeeded(pods) >= Completions(value);
        if (!isComplete && Failed(pods) <= BackoffLimit(value))
        {
            return status;
        }

        status["completionTime"] = isComplete ? value.FindText("status", "completionTime") ?? now : null;
        status["conditions"] = value.FindArray("status", "conditions")?.DeepClone() ?? (isComplete
            ? new JsonArray(
                Condition("SuccessCriteriaMet", "CompletionsReached", "Reached expected number of succeeded pods", now),
                Condition("Complete", "CompletionsReached", "Reached expected number of succeeded pods", now))
            : new JsonArray(
                Condition("FailureTarget", "BackoffLimitExceeded", "Job has reached the specified backoff limit", now),
                Condition("Failed", "BackoffLimitExceeded", "Job has reached the specified backoff limit", now)));
        if (!isComplete)
        {
            status.Remove("completionTime");
        }

        return status;
    }

    private static JsonObject Template(StoredObject stored, JsonObject value)
    {
        var template = (JsonObject)(value.FindObject("spec", "template") ?? []).DeepClone();
        var labels = template.GetOrAddObject("metadata").GetOrAddObject("labels");
        labels["batch.kubernetes.io/controller-uid"] = stored.Uid;
        labels["batch.kubernetes.io/job-name"] = stored.Name;
        labels["controller-uid"] = stored.Uid;
        labels["job-name"] = stored.Name;
        return template;
    }

    private static bool IsFinished(JsonObject value, IReadOnlyList<PodView> pods) =>
        Succeeded(pods) >= Completions(value) || Failed(pods) > BackoffLimit(value) || value.FindArray("status", "conditions") is { Count: > 0 };

    private static int Completions(JsonObject value) => (int)(value.FindNumber("spec", "completions") ?? 1);

    private static int BackoffLimit(JsonObject value) => (int)(value.FindNumber("spec", "backoffLimit") ?? DefaultBackoffLimit);

    private static int Succeeded(IReadOnlyList<PodView> pods) => pods.Count(pod => pod.Phase == "Succeeded");

    private static int Failed(IReadOnlyList<PodView> pods) => pods.Count(pod => pod.Phase == "Failed");

    private static JsonObject Condition(string type, string reason, string message, string now) => new()
    {
        ["type"] = type,
        ["status"] = "True",
        ["lastProbeTime"] = now,
        ["lastTransitionTime"] = now,
        ["reason"] = reason,
        ["message"] = message,
    };
}
