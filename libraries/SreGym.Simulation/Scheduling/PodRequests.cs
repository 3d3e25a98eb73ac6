using System.Text.Json.Nodes;
using SreGym.Simulation.Json;
using SreGym.Simulation.Runtime;

namespace SreGym.Simulation.Scheduling;

/// <summary>What a pod asks a node for.</summary>
internal readonly record struct PodRequests(decimal Cpu, decimal Memory)
{
    public static PodRequests Of(JsonObject pod)
    {
        var running = pod.Objects("spec", "containers").Select(OfContainer).Aggregate(default(PodRequests), (sum, next) => sum + next);
        var starting = pod.Objects("spec", "initContainers").Select(OfContainer).ToList();
        return new PodRequests(
            starting.Select(init => init.Cpu).Append(running.Cpu).Max(),
            starting.Select(init => init.Memory).Append(running.Memory).Max());
    }

    public static PodRequests operator +(PodRequests left, PodRequests right) => new(left.Cpu + right.Cpu, left.Memory + right.Memory);

    private static PodRequests OfContainer(JsonObject container) => new(Find(container, "cpu"), Find(container, "memory"));

    private static decimal Find(JsonObject container, string resource) =>
        ResourceQuantity.Parse(container.Find("resources", "requests", resource) ?? container.Find("resources", "limits", resource));
}
