using System.Text.Json.Nodes;
using SreGym.Simulation.Json;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.ApiServer;

/// <summary>Gives a pod its node and the condition that says so.</summary>
internal static class PodBinding
{
    public static StoredObject Bind(ObjectWriter writer, RequestIdentity identity, string @namespace, string pod, string node)
    {
        var current = writer.Store.Find(ResourceTypes.Pods, @namespace, pod) ?? throw ApiErrors.NotFound(ResourceTypes.Pods, pod);
        return writer.Patch(current, value => Assign(writer, value, node), identity, new WriteOptions { Subresource = "binding" });
    }

    private static JsonObject Assign(ObjectWriter writer, JsonObject value, string node)
    {
        var name = value.FindText("metadata", "name") ?? "";
        var spec = value.GetOrAddObject("spec");
        if (spec.FindText("nodeName") is { Length: > 0 } assigned)
        {
            throw ApiErrors.Conflict(ResourceTypes.Pods, name, $"pod {name} is already assigned to node \"{assigned}\"");
        }

        if (value.Find("metadata", "deletionTimestamp") is not null)
        {
            throw ApiErrors.Conflict(ResourceTypes.Pods, name, $"pod {name} is being deleted, cannot be assigned to a host");
        }

        spec["nodeName"] = node;
        var conditions = value.GetOrAddObject("status").GetOrAddArray("conditions");
        foreach (var stale in conditions.Where(condition => condition.FindText("type") == "PodScheduled").ToList())
        {
            conditions.Remove(stale);
        }

        conditions.Add(new JsonObject
        {
            ["type"] = "PodScheduled",
            ["status"] = "True",
            ["observedGeneration"] = value.FindNumber("metadata", "generation"),
            ["lastProbeTime"] = null,
            ["lastTransitionTime"] = writer.Now(),
        });
        return value;
    }
}
