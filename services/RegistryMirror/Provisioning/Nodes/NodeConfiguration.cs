using k8s;
using k8s.Models;
using SreGym.Recovery.Registry;

namespace SreGym.RegistryMirror.Provisioning.Nodes;

/// <summary>Tells the containerd of every node where the registry is, by a pod on each that takes it back when it ends.</summary>
internal sealed class NodeConfiguration(TimeProvider time)
{
    private const string Containerd = "containerd://";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    /// <summary>Returns what was written on each node, or why one could not be configured.</summary>
    public async Task<NodeConfigurationResult> ApplyAsync(
        IKubernetes kubernetes, NodeHosts hosts, RegistryPlan plan, CancellationToken cancellationToken)
    {
        if (!plan.MayRunPrivilegedPods)
        {
            return NodeConfigurationResult.Refused("nodes cannot be configured: the cluster admits no privileged pod");
        }

        var nodes = await UsableNodes.ListAsync(kubernetes, cancellationToken);
        if (nodes.FirstOrDefault(node => !RuntimeOf(node).StartsWith(Containerd, StringComparison.Ordinal)) is { } other)
        {
            return NodeConfigurationResult.Refused(
                $"node {other.Metadata.Name} runs {RuntimeOf(other)}: only containerd is configured by --configure-nodes");
        }

        await RegistryInstaller.ApplyHostsAsync(kubernetes, NodeHostsObjects.DaemonSet(hosts, plan.NodesImage), cancellationToken);
        return await AwaitAsync(kubernetes, [.. nodes.Select(node => node.Metadata.Name)], cancellationToken);
    }

    private static string RuntimeOf(V1Node node) => node.Status?.NodeInfo?.ContainerRuntimeVersion ?? "an unknown runtime";

    private async Task<NodeConfigurationResult> AwaitAsync(
        IKubernetes kubernetes, IReadOnlyCollection<string> nodes, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(s_patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        IList<V1Pod> pods = [];
        try
        {
            while (true)
            {
                var list = await ListPodsAsync(kubernetes, either.Token);
                pods = list.Items;
                if (pods.Select(FindRefusal).FirstOrDefault(refusal => refusal is not null) is { } refused)
                {
                    return NodeConfigurationResult.Refused(refused);
                }

                if (nodes.All(node => pods.Any(pod => pod.Spec.NodeName == node && IsReady(pod))))
                {
                    return new NodeConfigurationResult(null, await ReadFilesAsync(kubernetes, pods, either.Token));
                }

                await AwaitChangeAsync(kubernetes, list.Metadata.ResourceVersion, either.Token);
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return NodeConfigurationResult.Refused(await ExplainAsync(kubernetes, nodes, pods, cancellationToken));
        }
    }

    private static Task<V1PodList> ListPodsAsync(IKubernetes kubernetes, CancellationToken cancellationToken) =>
        kubernetes.CoreV1.ListNamespacedPodAsync(
            RegistryNames.Namespace, labelSelector: RegistryNames.HostsLabelSelector, cancellationToken: cancellationToken);

    private static async Task AwaitChangeAsync(IKubernetes kubernetes, string version, CancellationToken cancellationToken)
    {
        await foreach (var _ in kubernetes.CoreV1.WatchListNamespacedPodAsync(
            RegistryNames.Namespace,
            labelSelector: RegistryNames.HostsLabelSelector,
            resourceVersion: version,
            cancellationToken: cancellationToken))
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
    private static async Task<IReadOnlyList<string>> ReadFilesAsync(IKubernetes kubernetes, IList<V1Pod> pods, CancellationToken cancellationToken)
    {
        var files = new List<string>();
        foreach (var pod in pods)
        {
            await using var log = await kubernetes.CoreV1.ReadNamespacedPodLogAsync(
                pod.Metadata.Name, RegistryNames.Namespace, cancellationToken: cancellationToken);
            using var reader = new StreamReader(log);
            files.Add($"{pod.Spec.NodeName}: {await reader.ReadLineAsync(cancellationToken)}");
        }

        return files;
    }

    private static async Task<string> ExplainAsync(
        IKubernetes kubernetes, IReadOnlyCollection<string> nodes, IList<V1Pod> pods, CancellationToken cancellationToken)
    {
        var node = nodes.First(name => !pods.Any(pod => pod.Spec.NodeName == name && IsReady(pod)));
        if (pods.FirstOrDefault(pod => pod.Spec.NodeName == node) is { } pod)
        {
            var waiting = pod.Status?.ContainerStatuses?.FirstOrDefault()?.State?.Waiting;
            return $"node {node}: its pod {RegistryNames.Hosts} is not ready: {waiting?.Reason ?? pod.Status?.Phase} {waiting?.Message}".TrimEnd();
        }

        var events = await kubernetes.CoreV1.ListNamespacedEventAsync(
            RegistryNames.Namespace, fieldSelector: $"involvedObject.name={RegistryNames.Hosts}", cancellationToken: cancellationToken);
        return $"node {node} has no pod {RegistryNames.Hosts}: {events.Items.LastOrDefault()?.Message ?? "the cluster does not say why"}";
    }
}
