using System.Text.Json.Nodes;
using SreGym.Simulation.Json;
using SreGym.Simulation.Runtime;

namespace SreGym.Simulation.Kubelet.Pods;

/// <summary>A pod's status as the kubelet writes it (kubernetes: generateAPIPodStatus in pkg/kubelet/kubelet_pods.go). Pure.</summary>
internal static class PodStatusBuilder
{
    public static JsonObject Build(JsonObject pod, PodRuntime runtime, string hostAddress, DateTimeOffset now)
    {
        var phase = PodPhase.Of(pod, runtime);
        var generation = pod.FindNumber("metadata", "generation") ?? 1;
        var status = new JsonObject { ["observedGeneration"] = generation, ["phase"] = phase };
        status["conditions"] = new PodConditions(pod, runtime, phase, generation, now).ToJson();
        status["hostIP"] = hostAddress;
        status["hostIPs"] = new JsonArray(new JsonObject { ["ip"] = hostAddress });
        if (runtime.Sandbox is { ShowsAddress: true } sandbox)
        {
            status["podIP"] = sandbox.Address;
            status["podIPs"] = new JsonArray(new JsonObject { ["ip"] = sandbox.Address });
        }

        status["startTime"] = KubernetesTime.Format(runtime.StartTime ?? now);
        if (runtime.InitContainers.Count > 0)
        {
            status["initContainerStatuses"] = Statuses(pod, "initContainers", runtime, runtime.InitContainers);
        }

        status["containerStatuses"] = Statuses(pod, "containers", runtime, runtime.Containers);
        status.SetOrRemove("qosClass", pod.Find("status", "qosClass")?.DeepClone());
        status["resources"] = pod.Find("spec", "resources")?.DeepClone() ?? new JsonObject();
        return status;
    }

    private static JsonArray Statuses(JsonObject pod, string key, PodRuntime runtime, IReadOnlyList<ContainerRuntime> containers) =>
        new([.. containers.Select(container => Status(
            pod.Objects("spec", key).First(spec => spec.FindText("name") == container.Name), runtime, container))]);

    private static JsonObject Status(JsonObject spec, PodRuntime runtime, ContainerRuntime container)
    {
        var status = new JsonObject
        {
            ["name"] = container.Name,
            ["state"] = State(runtime, container),
            ["lastState"] = container.LastTerminated is { } last ? new JsonObject { ["terminated"] = last.DeepClone() } : new JsonObject(),
            ["ready"] = container.IsInit ? container.HasSucceeded : container.IsRunning && container.IsReady,
            ["restartCount"] = container.RestartCount,
            ["image"] = spec.FindText("image"),
            ["imageID"] = container.Phase is ContainerPhase.Absent or ContainerPhase.Lost ? "" : container.Image?.RepoDigest ?? "",
        };
        var wasStarted = container.Phase is ContainerPhase.Running or ContainerPhase.Exited;
        if (wasStarted)
        {
            status["containerID"] = container.Id;
        }

        status["started"] = container.IsRunning;
        if (wasStarted)
        {
            var resources = spec.FindObject("resources");
            status.SetOrRemove("allocatedResources", resources.Find("requests")?.DeepClone());
            status["resources"] = resources?.DeepClone() ?? new JsonObject();
        }

        if (spec.FindArray("volumeMounts") is { Count: > 0 } mounts)
        {
            status["volumeMounts"] = new JsonArray([.. mounts.OfType<JsonObject>().Select(MountStatus)]);
        }

        if (wasStarted)
        {
            status["user"] = new JsonObject
            {
                ["linux"] = new JsonObject { ["uid"] = 0, ["gid"] = 0, ["supplementalGroups"] = new JsonArray(0) },
            };
        }

        return status;
    }

    private static JsonObject MountStatus(JsonObject mount)
    {
        var status = new JsonObject { ["name"] = mount.FindText("name"), ["mountPath"] = mount.FindText("mountPath") };
        if (mount.FindFlag("readOnly") is true)
        {
            status["readOnly"] = true;
            status["recursiveReadOnly"] = "Disabled";
        }

        return status;
    }

    private static JsonObject State(PodRuntime runtime, ContainerRuntime container) => container.Phase switch
    {
        ContainerPhase.Running => new JsonObject
        {
            ["running"] = new JsonObject { ["startedAt"] = KubernetesTime.Format(container.StartedAt) },
        },
        ContainerPhase.Exited when container.Waiting is null => new JsonObject { ["terminated"] = ContainerExit.ToJson(container) },
        ContainerPhase.Lost => new JsonObject { ["terminated"] = ContainerExit.Lost() },
        _ => new JsonObject { ["waiting"] = Waiting(runtime, container) },
    };

    private static JsonObject Waiting(PodRuntime runtime, ContainerRuntime container)
    {
        if (container.Waiting is { } waiting)
        {
            return new JsonObject { ["reason"] = waiting.Reason, ["message"] = waiting.Message };
        }

        return new JsonObject { ["reason"] = runtime.InitContainers.Count > 0 ? "PodInitializing" : "ContainerCreating" };
    }
}
