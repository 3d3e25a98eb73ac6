using System.Text.Json.Nodes;
using SreGym.Simulation.Json;
using SreGym.Simulation.Runtime;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Scheduling;

/// <summary>What the scheduler knows of a node.</summary>
internal sealed record NodeView(
    string Name,
    IReadOnlyDictionary<string, string> Labels,
    IReadOnlyList<JsonObject> Taints,
    bool IsUnschedulable,
    decimal Cpu,
    decimal Memory,
    int MaximumPods,
    PodRequests Used,
    int Pods)
{
    public static NodeView Of(StoredObject stored, IEnumerable<JsonObject> pods)
    {
        var node = stored.Parse();
        var placed = pods.ToList();
        return new NodeView(
            stored.Name,
            stored.Labels,
            [.. node.Objects("spec", "taints")],
            node.FindFlag("spec", "unschedulable") is true,
            ResourceQuantity.Parse(node.Find("status", "allocatable", "cpu")),
            ResourceQuantity.Parse(node.Find("status", "allocatable", "memory")),
            (int)ResourceQuantity.Parse(node.Find("status", "allocatable", "pods")),
            placed.Select(PodRequests.Of).Aggregate(default(PodRequests), (sum, next) => sum + next),
            placed.Count);
    }
}
