using System.Text.Json.Nodes;
using SreGym.Simulation.Json;
using SreGym.Simulation.Runtime;

namespace SreGym.Simulation.Kubelet.Pods;

/// <summary>What a node knows of one pod beside what the API says.</summary>
internal sealed class PodRuntime
{
    public PodRuntime(JsonObject pod)
    {
        InitContainers = [.. pod.Objects("spec", "initContainers").Select(container => new ContainerRuntime(container.FindText("name") ?? "", true))];
        Containers = [.. pod.Objects("spec", "containers").Select(container => new ContainerRuntime(container.FindText("name") ?? "", false))];
    }

    public IReadOnlyList<ContainerRuntime> InitContainers { get; }

    public IReadOnlyList<ContainerRuntime> Containers { get; }

    public IEnumerable<ContainerRuntime> All => InitContainers.Concat(Containers);

    public PodSandbox? Sandbox { get; set; }

    public DateTimeOffset? StartTime { get; set; }

    /// <summary>Set once the pod's containers are stopped for good.</summary>
    public bool IsTerminated { get; set; }

    public bool IsInitialized => InitContainers.All(container => container.HasSucceeded);
}
