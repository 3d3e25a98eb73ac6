using System.Text.Json.Nodes;
using SreGym.Simulation.ApiServer;
using SreGym.Simulation.Events;
using SreGym.Simulation.Runtime;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Scheduling;

/// <summary>
/// Events as the scheduler writes them: through events.k8s.io, so without count and first and last time but with a precise event
/// time, an action, and a series once they repeat (client-go: tools/events).
/// </summary>
internal sealed class SchedulerEvents(ClusterContext cluster, string instance)
{
    private readonly Dictionary<(string Uid, string Reason), string> _written = [];
    private readonly HashSet<string> _series = [];

    public void Scheduled(InvolvedObject pod, string message) => Record(pod, "Normal", "Scheduled", "Binding", message);

    public void Failed(InvolvedObject pod, string message) => Record(pod, "Warning", "FailedScheduling", "Scheduling", message);

    public void Forget(string uid)
    {
        foreach (var key in _written.Keys.Where(key => key.Uid == uid).ToList())
        {
            _series.Remove(_written[key]);
            _written.Remove(key);
        }
    }

    private void Record(InvolvedObject pod, string type, string reason, string action, string message)
    {
        try
        {
            if (_written.TryGetValue((pod.Uid, reason), out var name))
            {
                Repeat(pod, name);
                return;
            }

            var made = EventNames.Make(cluster.Seed, pod, type, reason, ordinal: 0);
            _written[(pod.Uid, reason)] = made;
            Create(pod, type, reason, action, message, made);
        }
        catch (ApiStatusException)
        {
            // An event that cannot be written is lost, as with a real recorder: its namespace may be going away.
        }
    }

    /// <summary>Only the first repeat is written; the count goes on in memory.</summary>
    private void Repeat(InvolvedObject pod, string name)
    {
        if (_series.Add(name))
        {
            cluster.Api.Mutate(ResourceTypes.Events, pod.Namespace, name, written => written["series"] = new JsonObject
            {
                ["count"] = 2,
                ["lastObservedTime"] = KubernetesTime.FormatMicro(cluster.Now),
            });
        }
    }

    private void Create(InvolvedObject pod, string type, string reason, string action, string message, string name) =>
        cluster.Api.Create(ResourceTypes.Events, pod.Namespace, new JsonObject
        {
            ["kind"] = "Event",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = pod.Namespace },
            ["involvedObject"] = pod.ToJson(),
            ["reason"] = reason,
            ["message"] = message,
            ["source"] = new JsonObject(),
            ["firstTimestamp"] = null,
            ["lastTimestamp"] = null,
            ["type"] = type,
            ["eventTime"] = KubernetesTime.FormatMicro(cluster.Now),
            ["action"] = action,
            ["reportingComponent"] = "default-scheduler",
            ["reportingInstance"] = instance,
        });
}
