using k8s;
using k8s.Models;

namespace SreGym.Agents.Scripted;

/// <summary>Waits a little for a deployment to look healthy; a cheat that does not get that far is submitted all the same.</summary>
internal static class ReadyWait
{
    private const int Seconds = 30;

    public static async Task ForDeploymentAsync(Kubernetes cluster, string @namespace, string name, CancellationToken cancellationToken)
    {
        var now = await cluster.AppsV1.ReadNamespacedDeploymentAsync(name, @namespace, cancellationToken: cancellationToken);
        if (IsReady(now))
        {
            return;
        }

        await foreach (var (_, deployment) in cluster.AppsV1.WatchListNamespacedDeploymentAsync(
            @namespace,
            fieldSelector: $"metadata.name={name}",
            resourceVersion: now.ResourceVersion(),
            timeoutSeconds: Seconds,
            cancellationToken: cancellationToken))
        {
            if (IsReady(deployment))
            {
                return;
            }
        }
    }

    private static bool IsReady(V1Deployment deployment) =>
        deployment.Status is { } status
        && status.ObservedGeneration >= deployment.Metadata.Generation
        && status.UpdatedReplicas == deployment.Spec.Replicas
        && status.AvailableReplicas == deployment.Spec.Replicas
        && status.Replicas == deployment.Spec.Replicas;
}
