using System.Text.Json.Nodes;
using SreGym.Problems.Subjects;

namespace SreGym.Problems.Baselines;

/// <summary>What belongs to a baseline: what people and tools ask for, nothing that controllers derive from it. All of it is data.</summary>
public static class BaselineRules
{
    /// <summary>Every kind that is recorded. Not among them: events, leases, endpoints and endpoint slices, controller revisions.</summary>
    public static IReadOnlyList<KubernetesResource> Kinds { get; } =
        [.. KubernetesResources.All.Where(resource => resource != KubernetesResources.Events)];

    /// <summary>Marks that everyday tools leave on whatever they touch.</summary>
    public static IReadOnlyList<string> ToolAnnotations { get; } =
        ["kubectl.kubernetes.io/last-applied-configuration", "kubernetes.io/change-cause"];

    /// <summary>Objects that components of the cluster write to all the time.</summary>
    public static IReadOnlyList<string> RestlessAnnotations { get; } =
        ["control-plane.alpha.kubernetes.io/leader", "kubernetes.io/service-account.uid"];

    /// <summary>Node conditions show up as taints of this prefix; cordoning shows in <c>spec.unschedulable</c>.</summary>
    public const string ConditionTaintPrefix = "node.kubernetes.io/";

    /// <summary>False for what a controller owns and for what the cluster's own components keep writing.</summary>
    public static bool IsAskedFor(JsonObject item)
    {
        var owned = item.Items("metadata", "ownerReferences").Any(owner => owner.At("controller") is JsonValue value && value.GetValue<bool>());
        var restless = RestlessAnnotations.Any(name => item.Text("metadata", "annotations", name) is not null);
        return !owned && !restless;
    }
}
