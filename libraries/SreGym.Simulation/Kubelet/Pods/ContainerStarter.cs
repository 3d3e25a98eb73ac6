using System.Globalization;
using System.Text.Json.Nodes;
using SreGym.Simulation.Behaviours;
using SreGym.Simulation.Json;
using SreGym.Simulation.Kubelet.Images;
using SreGym.Simulation.Runtime;

namespace SreGym.Simulation.Kubelet.Pods;

/// <summary>Starts the containers of a pod that should run and do not: init containers one after the other, then the rest.</summary>
internal sealed class ContainerStarter(NodeContext node, PodWorker worker)
{
    private readonly BackOffTable<string> _restarts = new();

    /// <summary>False when a container could not be started.</summary>
    public async Task<bool> StartAsync(PullSecrets secrets)
    {
        foreach (var container in worker.Runtime.InitContainers)
        {
            if (container.HasSucceeded)
            {
                continue;
            }

            return container.IsRunning || !MayStart(container) || await StartAsync(container, "initContainers", secrets);
        }

        var succeeded = true;
        foreach (var container in worker.Runtime.Containers)
        {
            if (!container.IsRunning && MayStart(container))
            {
                succeeded &= await StartAsync(container, "containers", secrets);
            }

            if (worker.IsTerminating)
            {
                return true;
            }
        }

        return succeeded;
    }

    private bool MayStart(ContainerRuntime container) =>
        container.Phase == ContainerPhase.Absent || (worker.Pod.FindText("spec", "restartPolicy") ?? "Always") switch
        {
            "Never" => false,
            "OnFailure" => container.ExitCode != 0,
            _ => !container.IsInit || container.ExitCode != 0,
        };

    private async Task<bool> StartAsync(ContainerRuntime container, string key, PullSecrets secrets)
    {
        if (IsCrashLooping(container))
        {
            return false;
        }

        var spec = worker.Pod.Objects("spec", key).First(item => item.FindText("name") == container.Name);
        var involved = worker.Involve(container.FieldPath);
        var outcome = await node.Images.EnsureAsync(involved, worker.Stored.Uid, spec, secrets.Find);
        container.Waiting = outcome.Waiting;
        if (outcome.Image is null || worker.IsTerminating)
        {
            return false;
        }

        if (new ContainerEnvironment(node.Cluster.Api, worker.Stored.Namespace!, spec).FindProblem() is { } problem)
        {
            node.Events.Warning(involved, "Failed", $"Error: {problem}");
            container.Waiting = new WaitingReason("CreateContainerConfigError", problem);
            return false;
        }

        await node.Cluster.Loop.DelayAsync(node.Timings.Container);
        node.Events.Normal(involved, "Created", "Container created");
        await node.Cluster.Loop.DelayAsync(node.Timings.Container * 2);
        node.Events.Normal(involved, "Started", "Container started");
        await RunAsync(container, spec, outcome.Image);
        return true;
    }

    private bool IsCrashLooping(ContainerRuntime container)
    {
        if (container.Phase != ContainerPhase.Exited)
        {
            return false;
        }

        if (!_restarts.IsWaitingSince(container.Name, container.FinishedAt, node.Cluster.Now))
        {
            _restarts.Failed(container.Name, container.FinishedAt);
            return false;
        }

        var pod = $"{worker.Stored.Name}_{worker.Stored.Namespace}({worker.Stored.Uid})";
        node.Events.Warning(
            worker.Involve(container.FieldPath), "BackOff", $"Back-off restarting failed container {container.Name} in pod {pod}");
        container.LastTerminated = ContainerExit.ToJson(container);
        container.Waiting = new WaitingReason(
            "CrashLoopBackOff",
            $"back-off {GoDuration.Format(_restarts.FindWait(container.Name))} restarting failed container={container.Name} pod={pod}");
        return true;
    }

    private async Task RunAsync(ContainerRuntime container, JsonObject spec, NodeImage image)
    {
        if (container.Phase == ContainerPhase.Exited)
        {
            container.LastTerminated = ContainerExit.ToJson(container);
            container.RestartCount++;
        }

        container.Image = image;
        container.Behaviour = node.Behaviours.Choose(image.Config, spec);
        container.CommandLine = BehaviourCatalogue.CommandLine(image.Config, spec);
        container.Id = "containerd://" + node.Cluster.Seed.Hex(
            64, "container", worker.Stored.Uid, container.Name, container.RestartCount.ToString(CultureInfo.InvariantCulture));
        container.StartedAt = node.Cluster.Now;
        container.Phase = ContainerPhase.Running;
        if (container.Behaviour.IsRegistry)
        {
            await node.Registries.StartAsync(worker.Pod, spec);
        }

        BecomeReady(container, spec);
        EndByItself(container);
        worker.WakeAtOnce();
    }

    private void BecomeReady(ContainerRuntime container, JsonObject spec)
    {
        var delay = ReadinessProbe.TimeToReady(spec, container.Behaviour, node.Timings.BehaviourFactor);
        container.IsReady = delay == TimeSpan.Zero;
        if (delay is { } wait && wait > TimeSpan.Zero)
        {
            WhileRunning(container, wait, () => container.IsReady = true);
        }
    }

    private void EndByItself(ContainerRuntime container)
    {
        if (container.Behaviour.ExitCode is { } code)
        {
            WhileRunning(container, TimeSpan.FromSeconds(container.Behaviour.ExitAfterSeconds * node.Timings.BehaviourFactor), () =>
            {
                container.Phase = ContainerPhase.Exited;
                container.ExitCode = code;
                container.FinishedAt = node.Cluster.Now;
                container.IsReady = false;
            });
        }
    }

    private void WhileRunning(ContainerRuntime container, TimeSpan delay, Action change)
    {
        var id = container.Id;
        node.Cluster.Loop.After(delay, () =>
        {
            if (container.IsRunning && container.Id == id && !worker.IsTerminating)
            {
                change();
                worker.WakeAtOnce();
            }
        });
    }
}
