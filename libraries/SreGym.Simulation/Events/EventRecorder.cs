using System.Text.Json.Nodes;
using SreGym.Simulation.ApiServer;
using SreGym.Simulation.Runtime;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Events;

/// <summary>
/// Writes core/v1 Events as client-go's recorder does: repeats update one object's count and last time, talkative sources are held back.
/// </summary>
/// <param name="component">Source and reporting component, e.g. <c>kubelet</c>.</param>
/// <param name="host">Node of the source; null for controllers.</param>
internal sealed class EventRecorder(ClusterContext cluster, string component, string? host)
{
    private readonly EventCorrelator _correlator = new(spamKeyHasType: host is not null);

    public void Normal(InvolvedObject involved, string reason, string message) => Record(involved, "Normal", reason, message);

    public void Warning(InvolvedObject involved, string reason, string message) => Record(involved, "Warning", reason, message);

    /// <summary>Drops what is known about an object that is gone.</summary>
    public void Forget(string uid) => _correlator.Forget(uid);

    private void Record(InvolvedObject involved, string type, string reason, string message)
    {
        if (_correlator.Observe(involved, type, reason, message, cluster.Now) is not { } observed)
        {
            return;
        }

        try
        {
            if (observed.Name is null || !Update(involved, observed))
            {
                var name = EventNames.Make(cluster.Seed, involved, type, reason, _correlator.TakeOrdinal(involved, type, reason));
                Create(involved, type, reason, observed, name);
                _correlator.Written(involved, type, reason, message, name);
            }
        }
        catch (ApiStatusException)
        {
            // An event that cannot be written is lost, as with a real recorder: its namespace may be going away.
        }
    }

    private bool Update(InvolvedObject involved, ObservedEvent observed) =>
        cluster.Api.Mutate(ResourceTypes.Events, involved.Namespace ?? "default", observed.Name!, written =>
        {
            written["count"] = observed.Count;
            written["lastTimestamp"] = KubernetesTime.Format(observed.Last);
            written["message"] = observed.Message;
        }) is not null;

    private void Create(InvolvedObject involved, string type, string reason, ObservedEvent observed, string name)
    {
        var source = new JsonObject { ["component"] = component };
        source.SetOrRemove("host", host);
        var space = involved.Namespace ?? "default";
        cluster.Api.Create(ResourceTypes.Events, space, new JsonObject
        {
            ["kind"] = "Event",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = space },
            ["involvedObject"] = involved.ToJson(),
            ["reason"] = reason,
            ["message"] = observed.Message,
            ["source"] = source,
            ["firstTimestamp"] = KubernetesTime.Format(observed.First),
            ["lastTimestamp"] = KubernetesTime.Format(observed.Last),
            ["count"] = observed.Count,
            ["type"] = type,
            ["eventTime"] = null,
            ["reportingComponent"] = component,
            ["reportingInstance"] = host ?? "",
        });
    }
}
