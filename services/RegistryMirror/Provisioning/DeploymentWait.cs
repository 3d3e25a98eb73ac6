using Grpc.Core;
using k8s;
using k8s.Models;
using SreGym.Contracts;

namespace SreGym.RegistryMirror.Provisioning;

/// <summary>Waits until a Deployment is available; when time is up, says what its pods wait for.</summary>
internal sealed class DeploymentWait(IKubernetes kubernetes)
{
    private static readonly TimeSpan s_explain = TimeSpan.FromSeconds(5);

    public async Task RunAsync(string ns, string name, CancellationToken cancellationToken)
    {
        try
        {
            await WatchAsync(ns, name, cancellationToken);
        }
        catch (OperationCanceledException error)
        {
            throw new SreGymException(
                StatusCode.DeadlineExceeded,
                ErrorReasons.NotReadyInTime,
                $"Deployment {ns}/{name} was not available in time: {await ExplainAsync(ns)}.",
                error);
        }
    }

    private async Task WatchAsync(string ns, string name, CancellationToken cancellationToken)
    {
        var selector = $"metadata.name={name}";
        while (true)
        {
            var list = await kubernetes.AppsV1.ListNamespacedDeploymentAsync(ns, fieldSelector: selector, cancellationToken: cancellationToken);
            if (list.Items.Any(IsAvailable))
            {
                return;
            }

            var changes = kubernetes.AppsV1.WatchListNamespacedDeploymentAsync(
                ns, fieldSelector: selector, resourceVersion: list.Metadata.ResourceVersion, cancellationToken: cancellationToken);
            await foreach (var (_, deployment) in changes)
            {
                if (IsAvailable(deployment))
                {
                    return;
                }
            }
        }
    }

    private static bool IsAvailable(V1Deployment deployment) =>
        deployment.Status is { } status
            && status.ObservedGeneration >= deployment.Metadata.Generation
            && status.UpdatedReplicas >= deployment.Spec.Replicas
            && status.AvailableReplicas >= deployment.Spec.Replicas;

    private async Task<string> ExplainAsync(string ns)
    {
        using var limit = new CancellationTokenSource(s_explain);
        try
        {
            var pods = await kubernetes.CoreV1.ListNamespacedPodAsync(ns, cancellationToken: limit.Token);
            var waiting = pods.Items
                .SelectMany(pod => pod.Status?.ContainerStatuses ?? [], (pod, container) => (pod, container.State?.Waiting))
                .Where(entry => entry.Waiting is not null)
                .Select(entry => $"pod {entry.pod.Metadata.Name} waits: {entry.Waiting!.Reason} {entry.Waiting.Message}".TrimEnd());
            var unplaced = pods.Items
                .SelectMany(pod => pod.Status?.Conditions ?? [], (pod, condition) => (pod, condition))
                .Where(entry => entry.condition is { Type: "PodScheduled", Reason: "Unschedulable" })
                .Select(entry => $"pod {entry.pod.Metadata.Name} is unschedulable: {entry.condition.Message}");
            return string.Join("; ", unplaced.Concat(waiting)) is { Length: > 0 } text ? text : $"{pods.Items.Count} pods, none waits for an image";
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException or k8s.Autorest.HttpOperationException)
        {
            return $"its pods could not be read ({error.GetType().Name})";
        }
    }
}
