using System.Text.Json.Nodes;
using SreGym.Simulation.Json;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Validation;

/// <summary>Fields that keep the value they were created with.</summary>
internal static class ImmutableFields
{
    private const string IsImmutable = "field is immutable";

    private static readonly string[] s_containerKeys = ["containers", "initContainers"];

    private static readonly string[] s_claimFieldsSetOnce = ["volumeName", "storageClassName"];

    private static readonly string[] s_statefulSetFields =
    [
        "replicas", "ordinals", "template", "updateStrategy", "revisionHistoryLimit",
        "persistentVolumeClaimRetentionPolicy", "minReadySeconds",
    ];

    public static void Check(ResourceType type, JsonObject old, JsonObject value, FieldErrors errors)
    {
        if (type == ResourceTypes.Deployments || type == ResourceTypes.ReplicaSets || type == ResourceTypes.DaemonSets)
        {
            Same(old, value, errors, "spec", "selector");
        }
        else if (type == ResourceTypes.StatefulSets)
        {
            CheckStatefulSet(old, value, errors);
        }
        else if (type == ResourceTypes.Jobs)
        {
            Same(old, value, errors, "spec", "selector");
            Same(old, value, errors, "spec", "template");
            Same(old, value, errors, "spec", "completionMode");
        }
        else if (type == ResourceTypes.Pods)
        {
            CheckPod(old, value, errors);
        }
        else if (type == ResourceTypes.Secrets)
        {
            Same(old, value, errors, "type");
            CheckSealed(old, value, errors, "data");
        }
        else if (type == ResourceTypes.ConfigMaps)
        {
            CheckSealed(old, value, errors, "data", "binaryData");
        }
        else if (type == ResourceTypes.RoleBindings || type == ResourceTypes.ClusterRoleBindings)
        {
            if (!JsonNode.DeepEquals(old["roleRef"], value["roleRef"]))
            {
                errors.Invalid("roleRef", value["roleRef"]?.DeepClone(), "cannot change roleRef");
            }
        }
        else if (type == ResourceTypes.Services)
        {
            CheckService(old, value, errors);
        }
        else if (type == ResourceTypes.PersistentVolumeClaims)
        {
            CheckClaim(old, value, errors);
        }
    }

    private static void CheckStatefulSet(JsonObject old, JsonObject value, FieldErrors errors)
    {
        var (before, after) = (old.FindObject("spec")?.DeepClone().AsObject() ?? [],
            value.FindObject("spec")?.DeepClone().AsObject() ?? []);
        foreach (var name in s_statefulSetFields)
        {
            before.Remove(name);
            after.Remove(name);
        }

        if (!JsonNode.DeepEquals(before, after))
        {
            errors.Forbidden(
                "spec",
                "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', "
                + "'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden");
        }
    }

    private static void CheckPod(JsonObject old, JsonObject value, FieldErrors errors)
    {
        if (!JsonNode.DeepEquals(Fixed(old), Fixed(value)))
        {
            errors.Forbidden(
                "spec",
                "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,"
                + "`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),"
                + "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)");
        }
    }

    private static JsonObject Fixed(JsonObject pod)
    {
        var spec = pod.FindObject("spec")?.DeepClone().AsObject() ?? [];
        foreach (var container in s_containerKeys.SelectMany(key => spec.FindArray(key)?.OfType<JsonObject>() ?? []))
        {
            container.Remove("image");
        }

        spec.Remove("activeDeadlineSeconds");
        spec.Remove("tolerations");
        spec.Remove("terminationGracePeriodSeconds");
        return spec;
    }

    private static void CheckService(JsonObject old, JsonObject value, FieldErrors errors)
    {
        if (old.FindText("spec", "clusterIP") is { Length: > 0 } before
            && value.FindText("spec", "type") != "ExternalName"
            && value.FindText("spec", "clusterIP") is { Length: > 0 } after && before != after)
        {
            errors.Invalid("spec.clusterIPs[0]", new JsonArray(after), "may not change once set");
        }
    }

    // A volume's name may be filled in once, by the binder; so may the class, when a default appears later (KEP-3333).
    private static void CheckClaim(JsonObject old, JsonObject value, FieldErrors errors)
    {
        var (before, after) = (old.FindObject("spec")?.DeepClone().AsObject() ?? [],
            value.FindObject("spec")?.DeepClone().AsObject() ?? []);
        foreach (var spec in new[] { before, after })
        {
            spec.FindObject("resources")?.Remove("requests");
            spec.Remove("volumeAttributesClassName");
        }

        foreach (var name in s_claimFieldsSetOnce.Where(name => string.IsNullOrEmpty(before.FindText(name))))
        {
            before.Remove(name);
            after.Remove(name);
        }

        if (!JsonNode.DeepEquals(before, after))
        {
            errors.Forbidden("spec", "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims");
        }
    }

    /// <summary>Secrets and config maps may be sealed with <c>immutable: true</c>.</summary>
    private static void CheckSealed(JsonObject old, JsonObject value, FieldErrors errors, params string[] names)
    {
        if (old.FindFlag("immutable") != true)
        {
            return;
        }

        if (value.FindFlag("immutable") != true)
        {
            errors.Forbidden("immutable", "field is immutable when `immutable` is set");
        }

        foreach (var name in names.Where(name => !JsonNode.DeepEquals(old[name], value[name])))
        {
            errors.Forbidden(name, "field is immutable when `immutable` is set");
        }
    }

    private static void Same(JsonObject old, JsonObject value, FieldErrors errors, params string[] path)
    {
        if (!JsonNode.DeepEquals(old.Find(path), value.Find(path)))
        {
            errors.Invalid(string.Join('.', path), value.Find(path)?.DeepClone(), IsImmutable);
        }
    }
}
