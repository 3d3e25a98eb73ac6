using System.Globalization;
using System.Text.Json.Nodes;
using SreGym.Simulation.ApiServer;
using SreGym.Simulation.Events;
using SreGym.Simulation.Json;
using SreGym.Simulation.Runtime;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Controllers;

/// <summary>Makes and removes the pods of a controller, with its events (kubernetes: RealPodControl in pkg/controller/controller_utils.go).</summary>
internal sealed class PodFactory(ClusterContext cluster, EventRecorder events)
{
    private readonly Dictionary<string, int> _ordinals = [];

    /// <summary>A pod from the owner's template; the suffix of its name follows from the seed, the owner and how many came before.</summary>
    /// <exception cref="ApiStatusException">The pod is refused.</exception>
    public StoredObject Create(StoredObject owner, JsonObject template, string? name = null, Action<JsonObject>? change = null)
    {
        var pod = FromTemplate(owner, template);
        var metadata = pod.GetOrAddObject("metadata");
        if (name is null)
        {
            var prefix = owner.Name.Length > 57 ? owner.Name[..57] : owner.Name;
            metadata["generateName"] = $"{prefix}-";
            name = $"{prefix}-{NextSuffix(owner)}";
        }

        metadata["name"] = name;
        change?.Invoke(pod);
        try
        {
            var created = cluster.Api.Create(ResourceTypes.Pods, owner.Namespace, pod);
            events.Normal(ControllerReference.Involve(owner), "SuccessfulCreate", $"Created pod: {created.Name}");
            return created;
        }
        catch (ApiStatusException refusal)
        {
            events.Warning(ControllerReference.Involve(owner), "FailedCreate", $"Error creating: {refusal.Message}");
            throw;
        }
    }

    public void Delete(StoredObject owner, StoredObject pod)
    {
        cluster.Api.Delete(ResourceTypes.Pods, pod.Namespace, pod.Name, new DeleteOptions { Uid = pod.Uid });
        events.Normal(ControllerReference.Involve(owner), "SuccessfulDelete", $"Deleted pod: {pod.Name}");
    }

    public void Forget(string ownerUid)
    {
        _ordinals.Remove(ownerUid);
        events.Forget(ownerUid);
    }

    private string NextSuffix(StoredObject owner)
    {
        var ordinal = _ordinals[owner.Uid] = _ordinals.GetValueOrDefault(owner.Uid) + 1;
        return cluster.Seed.Suffix(5, "pod", owner.Uid, ordinal.ToString(CultureInfo.InvariantCulture));
    }

    private static JsonObject FromTemplate(StoredObject owner, JsonObject template)
    {
        var metadata = new JsonObject();
        foreach (var key in new[] { "labels", "annotations", "finalizers" })
        {
            if (template.Find("metadata", key) is { } copied)
            {
                metadata[key] = copied.DeepClone();
            }
        }

        metadata["namespace"] = owner.Namespace;
        metadata["ownerReferences"] = new JsonArray(ControllerReference.To(owner));
        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = metadata,
            ["spec"] = template["spec"]?.DeepClone() ?? new JsonObject(),
        };
    }
}
