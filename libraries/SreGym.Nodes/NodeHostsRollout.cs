using k8s;
using k8s.Models;

namespace SreGym.Nodes;

/// <summary>Waits until the pods of a DaemonSet of <see cref="NodeHostsPods"/> have configured their nodes.</summary>
/// <param name="kubernetes">The cluster.</param>
/// <param name="namespace">Namespace of the DaemonSet.</param>
/// <param name="name">Its name.</param>
/// <param name="time">Clock of the wait.</param>
public sealed class NodeHostsRollout(IKubernetes kubernetes, string @namespace, string name, TimeProvider time)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private readonly string _selector = NodeHostsPods.LabelSelector(name);

    /// <summary>What was written on each of these nodes, or why one could not be configured; it waits a minute at most.</summary>
    public async Task<NodeHostsResult> AwaitAsync(IReadOnlyCollection<string> nodes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        using var limit = new CancellationTokenSource(s_patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        IList<V1Pod> pods = [];
        try
        {
            while (true)
            {
                var list = await kubernetes.CoreV1.ListNamespacedPodAsync(@namespace, labelSelector: _selector, cancellationToken: either.Token);
                pods = list.Items;
                if (pods.Select(FindRefusal).FirstOrDefault(refusal => refusal is not null) is { } refused)
                {
                    return NodeHostsResult.Refused(refused);
                }

                if (nodes.All(node => pods.Any(pod => pod.Spec.NodeName == node && IsReady(pod))))
                {
                    return new NodeHostsResult(null, await ReadFilesAsync(pods, either.Token));
                }

                await AwaitChangeAsync(list.Metadata.ResourceVersion, either.Token);
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return NodeHostsResult.Refused(await ExplainAsync(nodes, pods, cancellationToken));
        }
    }

    private async Task AwaitChangeAsync(string version, CancellationToken cancellationToken)
    {
        await foreach (var _ in kubernetes.CoreV1.WatchListNamespacedPodAsync(
            @namespace, labelSelector: _selector, resourceVersion: version, cancellationToken: cancellationToken))
        {
            return;
        }
    }

    private static bool IsReady(V1Pod pod) => pod.Status?.ContainerStatuses?.FirstOrDefault()?.Ready == true;

    private static string? FindRefusal(V1Pod pod)
    {
        var container = pod.Status?.ContainerStatuses?.FirstOrDefault();
        return (container?.State?.Terminated ?? container?.LastState?.Terminated) is { ExitCode: not 0 } ended && container?.Ready != true
            ? $"node {pod.Spec.NodeName} answers: {(ended.Message ?? ended.Reason ?? "nothing").Trim()}"
            : null;
    }

    // What each pod says: the file that it wrote.
    private async Task<IReadOnlyList<string>> ReadFilesAsync(IList<V1Pod> pods, CancellationToken cancellationToken)
    {
        var files = new List<string>();
        foreach (var pod in pods)
        {
            await using var log = await kubernetes.CoreV1.ReadNamespacedPodLogAsync(pod.Metadata.Name, @namespace, cancellationToken: cancellationToken);
            using var reader = new StreamReader(log);
            files.Add($"{pod.Spec.NodeName}: {await reader.ReadLineAsync(cancellationToken)}");
        }

        return files;
    }

    private async Task<string> ExplainAsync(IReadOnlyCollection<string> nodes, IList<V1Pod> pods, CancellationToken cancellationToken)
    {
        var node = nodes.First(candidate => !pods.Any(pod => pod.Spec.NodeName == candidate && IsReady(pod)));
        if (pods.FirstOrDefault(pod => pod.Spec.NodeName == node) is { } pod)
        {
            var waiting = pod.Status?.ContainerStatuses?.FirstOrDefault()?.State?.Waiting;
            return $"node {node}: its pod {name} is not ready: {waiting?.Reason ?? pod.Status?.Phase} {waiting?.Message}".TrimEnd();
        }

        var events = await kubernetes.CoreV1.ListNamespacedEventAsync(
            @namespace, fieldSelector: $"involvedObject.name={name}", cancellationToken: cancellationToken);
        return $"node {node} has no pod {name}: {events.Items.LastOrDefault()?.Message ?? "the cluster does not say why"}";
    }
}
