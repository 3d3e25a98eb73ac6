using System.Text.Json.Nodes;
using SreGym.Simulation.Json;

namespace SreGym.Simulation.Defaulting;

/// <summary>Defaults of secrets, bindings, storage and custom resources.</summary>
internal static class ClusterDefaults
{
    private const string RbacGroup = "rbac.authorization.k8s.io";

    public static void ApplyToSecret(JsonObject value) => value.SetDefault("type", "Opaque");

    public static void ApplyToBinding(JsonObject value)
    {
        value.GetOrAddObject("roleRef").SetDefault("apiGroup", RbacGroup);
        foreach (var subject in value.FindArray("subjects")?.OfType<JsonObject>() ?? [])
        {
            if (subject.FindText("kind") is "User" or "Group")
            {
                subject.SetDefault("apiGroup", RbacGroup);
            }
        }
    }

    public static void ApplyToVolume(JsonObject value)
    {
        var spec = value.GetOrAddObject("spec");
        spec.SetDefault("persistentVolumeReclaimPolicy", "Retain");
        spec.SetDefault("volumeMode", "Filesystem");
        spec.FindObject("hostPath")?.SetDefault("type", "");
    }

    public static void ApplyToClaim(JsonObject value) => value.GetOrAddObject("spec").SetDefault("volumeMode", "Filesystem");

    public static void ApplyToStorageClass(JsonObject value)
    {
        value.SetDefault("reclaimPolicy", "Delete");
        value.SetDefault("volumeBindingMode", "Immediate");
    }

    public static void ApplyToPriorityClass(JsonObject value) => value.SetDefault("preemptionPolicy", "PreemptLowerPriority");

    public static void ApplyToCustomResourceDefinition(JsonObject value)
    {
        var spec = value.GetOrAddObject("spec");
        var names = spec.GetOrAddObject("names");
        var kind = names.FindText("kind") ?? "";
        if (string.IsNullOrEmpty(names.FindText("singular")))
        {
            names["singular"] = kind.ToLowerInvariant();
        }

        if (string.IsNullOrEmpty(names.FindText("listKind")))
        {
            names["listKind"] = kind + "List";
        }

        spec.GetOrAddObject("conversion").SetDefault("strategy", "None");
    }
}
