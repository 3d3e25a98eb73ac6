using k8s;
using k8s.Models;

namespace SreGym.Agents.Reference;

/// <summary>Waits, by watching, until every deployment of a namespace is what its spec says and no old pod is left.</summary>
internal sealed class RolloutWatch(Kubernetes cluster)
{
    public async Task AwaitAsync(string @namespace, CancellationToken cancellationToken)
    {
        while (!await IsCompleteAsync(@namespace, cancellationToken))
        {
            try
            {
                await AwaitChangeAsync(@namespace, cancellationToken);
            }
            catch (HttpRequestException ended) when (ended.InnerException is EndOfStreamException)
            {
                // The server has ended a watch in which nothing happened: a kubelet may take a minute over a pod that never started.
            }
        }

        Notebook.Write($"Every deployment in {@namespace} is rolled out and available.");
    }

    private async Task AwaitChangeAsync(string @namespace, CancellationToken cancellationToken)
    {
        var deployments = await cluster.AppsV1.ListNamespacedDeploymentAsync(@namespace, cancellationToken: cancellationToken);
        var version = deployments.ResourceVersion();
        if (deployments.Items.All(IsRolledOut))
        {
            await AwaitPodsAsync(@namespace, cancellationToken);
            return;
        }

        var left = deployments.Items.Where(item => !IsRolledOut(item)).Select(item => item.Name()).ToHashSet();
        await foreach (var (_, deployment) in cluster.AppsV1.WatchListNamespacedDeploymentAsync(
            @namespace, resourceVersion: version, timeoutSeconds: 60, cancellationToken: cancellationToken))
        {
            if (IsRolledOut(deployment) && left.Remove(deployment.Name()) && left.Count == 0)
            {
                return;
            }
        }
    }

    private async Task AwaitPodsAsync(string @namespace, CancellationToken cancellationToken)
    {
        var pods = await cluster.CoreV1.ListNamespacedPodAsync(@namespace, cancellationToken: cancellationToken);
        if (pods.Items.All(IsSettled))
        {
            return;
        }

        await foreach (var _ in cluster.CoreV1.WatchListNamespacedPodAsync(
            @namespace, resourceVersion: pods.ResourceVersion(), timeoutSeconds: 60, cancellationToken: cancellationToken))
        {
            return;
        }
    }

    private async Task<bool> IsCompleteAsync(string @namespace, CancellationToken cancellationToken)
    {
        var deployments = await cluster.AppsV1.ListNamespacedDeploymentAsync(@namespace, cancellationToken: cancellationToken);
        var pods = await cluster.CoreV1.ListNamespacedPodAsync(@namespace, cancellationToken: cancellationToken);
        return deployments.Items.All(IsRolledOut) && pods.Items.All(IsSettled);
    }

    private static bool IsRolledOut(V1Deployment deployment)
    {
        var (wanted, status) = (deployment.Spec.Replicas ?? 1, deployment.Status);
        return status is not null
            && status.ObservedGeneration >= deployment.Metadata.Generation
            && (status.Replicas ?? 0) == wanted
            && (status.UpdatedReplicas ?? 0) == wanted
            && (status.AvailableReplicas ?? 0) == wanted;
    }

    private static bool IsSettled(V1Pod pod) =>
        pod.Metadata.DeletionTimestamp is null
        && (pod.Status?.Phase == "Succeeded" || pod.Status?.ContainerStatuses?.All(status => status.Ready) == true);
}
