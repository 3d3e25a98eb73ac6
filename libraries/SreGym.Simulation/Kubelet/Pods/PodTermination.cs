using SreGym.Simulation.ApiServer;
using SreGym.Simulation.Json;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Kubelet.Pods;

/// <summary>Ends a pod: stops its containers, takes its sandbox down, reports how it ended, and lets the API forget it.</summary>
internal sealed class PodTermination(NodeContext node, PodWorker worker)
{
    private const double DefaultGraceSeconds = 30;
    private const int Killed = 137;

    public async Task RunAsync()
    {
        var runtime = worker.Runtime;
        foreach (var container in runtime.All)
        {
            container.Waiting = null;
        }

        worker.WriteStatus();
        var hasRun = runtime.All.Any(container => container.Phase != ContainerPhase.Absent);
        await StopContainersAsync();
        await TakeDownAsync();
        if (!hasRun)
        {
            worker.WriteStatus();
            await NextTickAsync();
            Lose();
        }

        runtime.IsTerminated = true;
        worker.WriteStatus();
        if (hasRun)
        {
            await NextTickAsync();
        }

        if (!worker.IsGone)
        {
            node.Cluster.Api.Delete(
                ResourceTypes.Pods,
                worker.Stored.Namespace,
                worker.Stored.Name,
                new DeleteOptions { GracePeriodSeconds = 0, Uid = worker.Stored.Uid });
        }

        node.Events.Forget(worker.Stored.Uid);
        node.Images.Forget(worker.Stored.Uid);
    }

    private async Task StopContainersAsync()
    {
        var running = worker.Runtime.All.Where(container => container.IsRunning).ToList();
        foreach (var container in running)
        {
            node.Events.Normal(worker.Involve(container.FieldPath), "Killing", $"Stopping container {container.Name}");
        }

        if (running.Count == 0)
        {
            return;
        }

        var grace = worker.Pod.FindNumber("metadata", "deletionGracePeriodSeconds") ?? DefaultGraceSeconds;
        var stops = running.Select(container => Math.Min(grace, (container.Behaviour.StopAfterSeconds * node.Timings.BehaviourFactor) ?? grace));
        await node.Cluster.Loop.DelayAsync(TimeSpan.FromSeconds(stops.Max()));
        await node.Registries.StopAsync(worker.Pod);
        foreach (var container in running)
        {
            container.ExitCode = container.Behaviour.StopAfterSeconds is null ? Killed : container.Behaviour.StopExitCode;
            container.Phase = ContainerPhase.Exited;
            container.FinishedAt = node.Cluster.Now;
        }
    }

    private async Task TakeDownAsync()
    {
        if (worker.Runtime.Sandbox is not { } sandbox)
        {
            return;
        }

        await node.Cluster.Loop.DelayAsync(node.Timings.Teardown);
        sandbox.IsRunning = false;
        node.Addresses.Return(sandbox.Address);
    }

    private void Lose()
    {
        foreach (var container in worker.Runtime.All.Where(container => container.Phase == ContainerPhase.Absent))
        {
            container.Phase = ContainerPhase.Lost;
        }
    }

    private Task NextTickAsync() => node.Timings.Teardown == TimeSpan.Zero
        ? Task.CompletedTask
        : node.Cluster.Loop.DelayAsync(node.Ticks.UntilTickAfter(TimeSpan.Zero));
}
