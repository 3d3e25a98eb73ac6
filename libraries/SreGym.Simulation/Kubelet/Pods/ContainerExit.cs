using System.Text.Json.Nodes;
using SreGym.Simulation.Runtime;

namespace SreGym.Simulation.Kubelet.Pods;

/// <summary>How a container ended, as status shows it.</summary>
internal static class ContainerExit
{
    private const int Killed = 137;

    public static JsonObject ToJson(ContainerRuntime container) => new()
    {
        ["exitCode"] = container.ExitCode,
        ["reason"] = container.ExitCode == 0 ? "Completed" : "Error",
        ["startedAt"] = KubernetesTime.Format(container.StartedAt),
        ["finishedAt"] = KubernetesTime.Format(container.FinishedAt),
        ["containerID"] = container.Id,
    };

    /// <summary>A container of a removed pod that never ran.</summary>
    public static JsonObject Lost() => new()
    {
        ["exitCode"] = Killed,
        ["reason"] = "ContainerStatusUnknown",
        ["message"] = "The container could not be located when the pod was terminated",
        ["startedAt"] = null,
        ["finishedAt"] = null,
    };
}
