using System.Text.Json.Nodes;
using SreGym.Simulation.Json;

namespace SreGym.Simulation.ApiServer;

/// <summary>A new pod waits and has the quality of service its resources give it.</summary>
internal static class PodStrategy
{
    private static readonly string[] s_resources = ["cpu", "memory"];

    public static void PrepareForCreate(JsonObject pod) =>
        pod["status"] = new JsonObject { ["phase"] = "Pending", ["qosClass"] = QualityOfService(pod) };

    /// <summary>Guaranteed, Burstable or BestEffort (pkg/apis/core/v1/helper/qos).</summary>
    private static string QualityOfService(JsonObject pod)
    {
        var containers = Containers(pod, "containers").Concat(Containers(pod, "initContainers")).ToList();
        if (!containers.Any(container => HasAny(container, "requests") || HasAny(container, "limits")))
        {
            return "BestEffort";
        }

        return containers.All(IsGuaranteed) ? "Guaranteed" : "Burstable";
    }

    private static IEnumerable<JsonObject> Containers(JsonObject pod, string key) =>
        pod.FindArray("spec", key)?.OfType<JsonObject>() ?? [];

    private static bool HasAny(JsonObject container, string kind) =>
        s_resources.Any(resource => Find(container, kind, resource) is not null);

    private static bool IsGuaranteed(JsonObject container) => s_resources.All(resource =>
        Find(container, "limits", resource) is { } limit && (Find(container, "requests", resource) ?? limit) == limit);

    private static string? Find(JsonObject container, string kind, string resource) =>
        container.Find("resources", kind, resource)?.ToString();
}
