using System.Text.Json.Nodes;
using SreGym.Simulation.ApiServer;
using SreGym.Simulation.Controllers.ReplicaSets;
using SreGym.Simulation.Json;
using SreGym.Simulation.Runtime;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Controllers.Endpoints;

/// <summary>The pods a Service selects that have an address.</summary>
internal static class ServiceTargets
{
    /// <summary>Null for a Service without a selector: its endpoints are somebody else's.</summary>
    public static IReadOnlyList<EndpointTarget>? Find(ClusterApi api, StoredObject stored, JsonObject service)
    {
        var labels = service.TextMap("spec", "selector");
        return labels.Count == 0 || service.FindText("spec", "type") == "ExternalName"
            ? null
            : [.. api.List(ResourceTypes.Pods, stored.Namespace, LabelSelector.ForLabels(labels))
                .Select(pod => new EndpointTarget(new PodView(pod)))
                .Where(target => target.Address is not null && !target.Pod.HasEnded)];
    }

    /// <summary>Services whose endpoints a change of this pod may alter.</summary>
    public static IEnumerable<ObjectKey> FindServices(ClusterApi api, StoredObject pod) =>
        api.List(ResourceTypes.Services, pod.Namespace)
            .Where(service => service.Parse().TextMap("spec", "selector") is { Count: > 0 } labels
                && LabelSelector.ForLabels(labels).Matches(pod.Labels))
            .Select(ObjectKey.Of);
}
