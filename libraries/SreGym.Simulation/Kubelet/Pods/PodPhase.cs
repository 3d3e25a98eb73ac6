using System.Text.Json.Nodes;
using SreGym.Simulation.Json;

namespace SreGym.Simulation.Kubelet.Pods;

/// <summary>A pod's phase (kubernetes: getPhase in pkg/kubelet/kubelet_pods.go).</summary>
internal static class PodPhase
{
    public const string Pending = "Pending";
    public const string Running = "Running";
    public const string Succeeded = "Succeeded";
    public const string Failed = "Failed";

    public static string Of(JsonObject pod, PodRuntime runtime)
    {
        var policy = pod.FindText("spec", "restartPolicy") ?? "Always";
        if (runtime.IsTerminated)
        {
            return runtime.All.All(container => container.HasSucceeded) ? Succeeded : Failed;
        }

        if (!runtime.IsInitialized)
        {
            return policy == "Never" && runtime.InitContainers.Any(container => container is { Phase: ContainerPhase.Exited, ExitCode: not 0 })
                ? Failed
                : Pending;
        }

        if (runtime.Containers.Any(container => container.Phase == ContainerPhase.Absent))
        {
            return Pending;
        }

        if (policy == "Always" || runtime.Containers.Any(container => container.IsRunning))
        {
            return Running;
        }

        return runtime.Containers.All(container => container.HasSucceeded) ? Succeeded
            : policy == "Never" ? Failed
            : Running;
    }
}
