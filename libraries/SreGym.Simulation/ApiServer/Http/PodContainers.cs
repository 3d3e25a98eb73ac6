using System.Text.Json.Nodes;
using SreGym.Simulation.Json;
using SreGym.Simulation.Runtime;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.ApiServer.Http;

/// <summary>Finds the container a request about a pod is about (pkg/registry/core/pod/strategy.go).</summary>
internal static class PodContainers
{
    private static readonly string[] s_keys = ["initContainers", "containers", "ephemeralContainers"];

    /// <exception cref="ApiStatusException">400: there is no such container, or several and none is named.</exception>
    public static ContainerTarget Choose(StoredObject pod, string container)
    {
        var spec = pod.Parse().FindObject("spec");
        if (container.Length == 0)
        {
            var names = Names(spec, "containers").ToList();
            container = names.Count == 1 ? names[0] : throw ApiErrors.BadRequest(
                $"a container name must be specified for pod {pod.Name}, choose one of: [{string.Join(' ', names)}]{InitContainers(spec)}");
        }
        else if (!s_keys.SelectMany(key => Names(spec, key)).Contains(container))
        {
            throw ApiErrors.BadRequest($"container {container} is not valid for pod {pod.Name}");
        }

        return new ContainerTarget(pod.Namespace!, pod.Name, container);
    }

    private static string InitContainers(JsonObject? spec) =>
        Names(spec, "initContainers").ToList() is { Count: > 0 } names
            ? $" or one of the init containers: [{string.Join(' ', names)}]" : "";

    private static IEnumerable<string> Names(JsonObject? spec, string key) =>
        spec.FindArray(key)?.Select(container => container.FindText("name") ?? "") ?? [];
}
