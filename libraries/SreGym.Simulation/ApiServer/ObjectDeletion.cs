using System.Text.Json.Nodes;
using SreGym.Simulation.Json;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.ApiServer;

/// <summary>
/// Deletes at once, or marks: pods that run get their grace, finalizers hold an object back, namespaces wait for their content
/// (k8s.io/apiserver/pkg/registry/rest/delete.go).
/// </summary>
internal sealed class ObjectDeletion(ObjectWriter writer)
{
    private const long DefaultGraceSeconds = 30;

    public StoredObject? Delete(
        ResourceType type, string? @namespace, string name, DeleteOptions options)
    {
        while (true)
        {
            if (writer.Store.Find(type, @namespace, name) is not { } current)
            {
                return null;
            }

            DemandDeletable(current);
            ObjectShape.CheckPreconditions(current, options);
            if (TryDelete(current, options) is { } deleted)
            {
                return deleted;
            }
        }
    }

    /// <summary>Whether an update took away the last thing that kept a deleted object.</summary>
    public static bool IsFinished(StoredObject written, JsonObject value)
    {
        if (written.DeletionTimestamp is null || written.HasFinalizers)
        {
            return false;
        }

        return written.Type == ResourceTypes.Namespaces
            ? value.FindArray("spec", "finalizers") is null or { Count: 0 }
            : (value.FindNumber("metadata", "deletionGracePeriodSeconds") ?? 0) == 0;
    }

    // Admission plugin NamespaceLifecycle.
    private static void DemandDeletable(StoredObject current)
    {
        if (current.Type == ResourceTypes.Namespaces && current.Name is ("default" or "kube-system" or "kube-public"))
        {
            throw ApiErrors.Forbidden(current.Type, current.Name, "this namespace may not be deleted");
        }
    }

    /// <summary>Null when another write came between.</summary>
    private StoredObject? TryDelete(StoredObject current, DeleteOptions options)
    {
        var value = current.Parse();
        var grace = GracePeriod(current.Type, value, options);
        var marked = Mark(current, value, options, grace);
        if (!marked && IsHeldBack(current, value, grace))
        {
            return current;
        }

        if (!marked || !IsHeldBack(current, value, grace))
        {
            return options.DryRun ? current : writer.Store.Remove(current);
        }

        var draft = ObjectEncoder.Encode(current.Type, value);
        return options.DryRun ? new StoredObject(draft, current.ResourceVersion) : writer.Store.Replace(draft, current);
    }

    private static bool IsHeldBack(StoredObject current, JsonObject value, long grace) =>
        grace > 0
        || value.FindArray("metadata", "finalizers") is { Count: > 0 }
        || (current.Type == ResourceTypes.Namespaces && value.FindArray("spec", "finalizers") is { Count: > 0 });

    /// <summary>Writes into the object what marks it as deleted; false when it is so marked already.</summary>
    private bool Mark(StoredObject current, JsonObject value, DeleteOptions options, long grace)
    {
        var metadata = value["metadata"]!.AsObject();
        var changed = SetFinalizers(metadata, options.PropagationPolicy);
        var previousGrace = metadata.FindNumber("deletionGracePeriodSeconds");
        if (current.DeletionTimestamp is null || (current.Type == ResourceTypes.Pods && grace < previousGrace))
        {
            metadata["deletionTimestamp"] = Rfc3339.Format(writer.TimeProvider.GetUtcNow().AddSeconds(grace));
            metadata["deletionGracePeriodSeconds"] = grace;
            if (metadata.FindNumber("generation") is > 0 and var generation && current.DeletionTimestamp is null)
            {
                metadata["generation"] = generation + 1;
            }

            changed = true;
        }

        if (current.Type == ResourceTypes.Namespaces)
        {
            metadata.Remove("deletionGracePeriodSeconds");
            value.GetOrAddObject("status")["phase"] = "Terminating";
        }

        return changed;
    }

    private static bool SetFinalizers(JsonObject metadata, string? propagation)
    {
        var wanted = propagation switch { "Foreground" => "foregroundDeletion", "Orphan" => "orphan", _ => null };
        var finalizers = metadata.FindArray("finalizers")?.Select(item => item!.GetValue<string>()).ToList() ?? [];
        var kept = propagation is null ? finalizers : [.. finalizers.Where(item => item is not ("foregroundDeletion" or "orphan"))];
        if (wanted is not null)
        {
            kept.Add(wanted);
        }

        if (kept.SequenceEqual(finalizers))
        {
            return false;
        }

        metadata["finalizers"] = new JsonArray([.. kept.Select(item => JsonValue.Create(item))]);
        return true;
    }

    private static long GracePeriod(ResourceType type, JsonObject value, DeleteOptions options)
    {
        if (type != ResourceTypes.Pods
            || string.IsNullOrEmpty(value.FindText("spec", "nodeName"))
            || value.FindText("status", "phase") is "Succeeded" or "Failed")
        {
            return 0;
        }

        var grace = options.GracePeriodSeconds ?? value.FindNumber("spec", "terminationGracePeriodSeconds") ?? DefaultGraceSeconds;
        return Math.Max(0, grace);
    }
}
