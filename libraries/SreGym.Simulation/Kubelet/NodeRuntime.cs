using System.Runtime.CompilerServices;
using SreGym.Simulation.ApiServer;
using SreGym.Simulation.Behaviours;
using SreGym.Simulation.Kubelet.Pods;
using SreGym.Simulation.Runtime;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Kubelet;

/// <summary>What the nodes answer on behalf of the API server: logs, commands, HTTP.</summary>
internal sealed class NodeRuntime(ClusterContext cluster, IReadOnlyList<NodeAgent> nodes, PodHttp http) : INodeRuntime
{
    private static readonly TimeSpan s_followPeriod = TimeSpan.FromSeconds(1);

    /// <inheritdoc />
    public async Task<ContainerLog> ReadLogAsync(ContainerTarget container, bool previous, CancellationToken cancellationToken)
    {
        var (lines, isRunning) = await cluster.Loop.AskAsync(() => Read(container, previous));
        return new ContainerLog(lines, isRunning ? FollowAsync(container, lines.Count, cancellationToken) : null);
    }

    /// <inheritdoc />
    public Task<ExecResult> ExecAsync(ContainerTarget container, IReadOnlyList<string> command, CancellationToken cancellationToken) =>
        cluster.Loop.AskAsync(() =>
        {
            var (worker, runtime) = Find(container);
            return runtime is { IsRunning: true }
                ? new ContainerShell(cluster.Api, worker!.Pod, container.Container).Run(command)
                : throw new ApiStatusException(new ApiStatus
                {
                    Code = 500,
                    Reason = "InternalError",
                    Message = $"container not found (\"{container.Container}\")",
                });
        });

    /// <inheritdoc />
    public Task<ProxyAnswer> ProxyAsync(ProxyRequest request, CancellationToken cancellationToken) =>
        cluster.Loop.AskAsync(() => http.Answer(request));

    private async IAsyncEnumerable<LogLine> FollowAsync(
        ContainerTarget container, int seen, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var isRunning = true;
        while (isRunning)
        {
            await Task.Delay(s_followPeriod, cluster.Loop.Time, cancellationToken);
            IReadOnlyList<LogLine> lines;
            try
            {
                (lines, isRunning) = await cluster.Loop.AskAsync(() => Read(container, previous: false));
            }
            catch (ApiStatusException)
            {
                // The pod went away while its log was followed.
                yield break;
            }

            foreach (var line in lines.Skip(seen))
            {
                yield return line;
            }

            seen = lines.Count;
        }
    }

    private (IReadOnlyList<LogLine> Lines, bool IsRunning) Read(ContainerTarget target, bool previous)
    {
        var (_, container) = Find(target);
        if (previous)
        {
            return container?.LastTerminated is { } last
                ? (LogText.Lines(
                    container.Behaviour,
                    container.CommandLine,
                    last.FindTime("startedAt") ?? container.StartedAt,
                    last.FindTime("finishedAt") ?? container.StartedAt), false)
                : throw ApiErrors.BadRequest($"previous terminated container \"{target.Container}\" in pod \"{target.Pod}\" not found");
        }

        if (container is null or { Phase: ContainerPhase.Absent or ContainerPhase.Lost })
        {
            throw ApiErrors.BadRequest(
                $"container \"{target.Container}\" in pod \"{target.Pod}\" is waiting to start: {Why(container?.Waiting?.Reason)}");
        }

        var until = container.IsRunning ? cluster.Now : container.FinishedAt;
        return (LogText.Lines(container.Behaviour, container.CommandLine, container.StartedAt, until), container.IsRunning);
    }

    private static string Why(string? reason) => reason switch
    {
        "ErrImagePull" or "ImagePullBackOff" => "trying and failing to pull image",
        null => "ContainerCreating",
        _ => reason,
    };

    private (PodWorker? Worker, ContainerRuntime? Container) Find(ContainerTarget target)
    {
        var worker = cluster.Api.Find(ResourceTypes.Pods, target.Namespace, target.Pod) is { } pod ? FindWorker(pod) : null;
        return (worker, worker?.Runtime.All.FirstOrDefault(container => container.Name == target.Container));
    }

    private PodWorker? FindWorker(StoredObject pod) => nodes.Select(node => node.Find(pod.Uid)).FirstOrDefault(worker => worker is not null);
}
