using System.Text.Json.Nodes;
using SreGym.Simulation.Json;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.ApiServer;

/// <summary>What a write may touch, resource by resource (the registry strategies of kube-apiserver).</summary>
internal static class ObjectStrategy
{
    private static readonly string[] s_serverMetadata =
        ["uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generateName", "namespace", "name"];

    public static void PrepareForCreate(ResourceType type, JsonObject value)
    {
        value["kind"] = type.Kind;
        value["apiVersion"] = type.ApiVersion;
        if (type == ResourceTypes.Secrets)
        {
            SecretStrategy.MoveStringData(value);
        }
        else if (type == ResourceTypes.Namespaces)
        {
            NamespaceStrategy.PrepareForCreate(value);
        }
        else if (type == ResourceTypes.Pods)
        {
            PodStrategy.PrepareForCreate(value);
        }
        else if (type.HasStatus && type != ResourceTypes.Nodes)
        {
            value["status"] = InitialStatus(type);
        }
    }

    public static void PrepareForUpdate(ResourceType type, JsonObject old, JsonObject value, string? subresource)
    {
        var oldMetadata = old["metadata"]!.AsObject();
        if (subresource is "status")
        {
            KeepAllBut(old, value, "status");
        }
        else if (type == ResourceTypes.Namespaces && subresource is "finalize")
        {
            value.CopyField(old, "status");
        }
        else if (subresource is not "binding" && type.HasStatus)
        {
            value.CopyField(old, "status");
        }

        value["kind"] = type.Kind;
        value["apiVersion"] = type.ApiVersion;
        var metadata = value.GetOrAddObject("metadata");
        foreach (var key in s_serverMetadata)
        {
            metadata.CopyField(oldMetadata, key);
        }

        metadata.CopyField(oldMetadata, "resourceVersion");
        metadata.CopyField(oldMetadata, "generation");
        if (type == ResourceTypes.Secrets)
        {
            SecretStrategy.MoveStringData(value);
        }
        else if (type == ResourceTypes.Namespaces && subresource is null)
        {
            NamespaceStrategy.PrepareForUpdate(old, value);
        }

    }

    /// <summary>Raises <c>metadata.generation</c> when the desired state changes.</summary>
    public static void CountGeneration(ResourceType type, JsonObject old, JsonObject value, string? subresource)
    {
        if ((type.HasGeneration || type.Custom) && subresource is not ("status" or "binding") && ChangesDesiredState(type, old, value))
        {
            value["metadata"]!["generation"] = (old.FindNumber("metadata", "generation") ?? 0) + 1;
        }
    }

    private static void KeepAllBut(JsonObject old, JsonObject value, string kept)
    {
        var part = value[kept]?.DeepClone();
        var annotations = value.FindObject("metadata", "annotations")?.DeepClone();
        var labels = value.FindObject("metadata", "labels")?.DeepClone();
        foreach (var key in value.Select(field => field.Key).ToList())
        {
            value.Remove(key);
        }

        foreach (var (key, field) in old)
        {
            value[key] = field?.DeepClone();
        }

        SetOrRemove(value, kept, part);
        var metadata = value["metadata"]!.AsObject();
        SetOrRemove(metadata, "annotations", annotations);
        SetOrRemove(metadata, "labels", labels);
    }

    private static void SetOrRemove(JsonObject target, string key, JsonNode? field)
    {
        if (field is null)
        {
            target.Remove(key);
        }
        else
        {
            target[key] = field;
        }
    }

    private static bool ChangesDesiredState(ResourceType type, JsonObject old, JsonObject value)
    {
        foreach (var (key, field) in value)
        {
            if (key is not ("metadata" or "status") && !JsonNode.DeepEquals(field, old[key]))
            {
                return true;
            }
        }

        return old.Any(field => field.Key is not ("metadata" or "status") && !value.ContainsKey(field.Key))
            || (type == ResourceTypes.Deployments
                && !JsonNode.DeepEquals(old.Find("metadata", "annotations"), value.Find("metadata", "annotations")));
    }

    private static JsonObject InitialStatus(ResourceType type)
    {
        if (type == ResourceTypes.Services || type == ResourceTypes.Ingresses)
        {
            return new JsonObject { ["loadBalancer"] = new JsonObject() };
        }

        // These counts have no omitempty in Go.
        if (type == ResourceTypes.ReplicaSets || type == ResourceTypes.StatefulSets)
        {
            return new JsonObject { ["replicas"] = 0 };
        }

        return type == ResourceTypes.PersistentVolumeClaims || type == ResourceTypes.PersistentVolumes
            ? new JsonObject { ["phase"] = "Pending" }
            : [];
    }
}
