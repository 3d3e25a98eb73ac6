using k8s;
using k8s.Models;

namespace SreGym.Agents.Reference;

/// <summary>Looks at the pods of a namespace the way one does first: what is not running, since when, and what do the events say.</summary>
internal sealed class Survey(Kubernetes cluster)
{
    private static readonly HashSet<string> s_pullReasons =
        ["ErrImagePull", "ImagePullBackOff", "ErrImageNeverPull", "InvalidImageName", "RegistryUnavailable"];

    /// <summary>Workloads that cannot pull. Pods that run count as healthy, whatever their events warn of.</summary>
    public async Task<IReadOnlyList<PullFailure>> FindPullFailuresAsync(string @namespace, CancellationToken cancellationToken)
    {
        var pods = await cluster.CoreV1.ListNamespacedPodAsync(@namespace, cancellationToken: cancellationToken);
        Notebook.Write($"{pods.Items.Count} pods in {@namespace}; {pods.Items.Count(IsRunning)} of them run.");
        var events = await cluster.CoreV1.ListNamespacedEventAsync(@namespace, cancellationToken: cancellationToken);
        var failures = new List<PullFailure>();
        foreach (var group in pods.Items.Where(pod => FindWaiting(pod) is not null).GroupBy(WorkloadOf))
        {
            failures.Add(await ExamineAsync(@namespace, group.Key, [.. group], events.Items, cancellationToken));
        }

        return failures;
    }

    private async Task<PullFailure> ExamineAsync(
        string @namespace, string workload, IReadOnlyList<V1Pod> pods, IList<Corev1Event> events, CancellationToken cancellationToken)
    {
        var waiting = FindWaiting(pods[0])!;
        var named = pods.SelectMany(pod => pod.Spec.ImagePullSecrets ?? []).Select(secret => secret.Name).Distinct().ToList();
        var image = new ImageName(ImageOf(pods[0], waiting));
        var present = new List<PresentSecret>();
        foreach (var name in named)
        {
            if (await FindSecretAsync(@namespace, name, cancellationToken) is { } secret)
            {
                var password = DockerConfig.Find(secret, image.Registry)?.Password ?? "";
                present.Add(new PresentSecret(name, RegistryToken.FindExpiration(password)));
            }
        }

        var podNames = pods.Select(pod => pod.Name()).ToHashSet();
        var warnings = events
            .Where(entry => entry.Type == "Warning" && podNames.Contains(entry.InvolvedObject.Name))
            .Select(entry => $"{entry.Reason}: {entry.Message}")
            .Distinct()
            .ToList();
        var failure = new PullFailure
        {
            Namespace = @namespace,
            Workload = workload,
            Pods = [.. podNames],
            Image = image,
            Reason = waiting.State.Waiting.Reason,
            Message = warnings.LastOrDefault(warning => warning.Contains("pull image", StringComparison.Ordinal)) ?? waiting.State.Waiting.Message ?? "",
            MissingSecrets = [.. named.Except(present.Select(secret => secret.Name))],
            PresentSecrets = present,
            Warnings = warnings,
        };
        Describe(failure);
        return failure;
    }

    private async Task<V1Secret?> FindSecretAsync(string @namespace, string secret, CancellationToken cancellationToken)
    {
        try
        {
            return await cluster.CoreV1.ReadNamespacedSecretAsync(secret, @namespace, cancellationToken: cancellationToken);
        }
        catch (k8s.Autorest.HttpOperationException error) when (error.Response.StatusCode == System.Net.HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private static void Describe(PullFailure failure)
    {
        Notebook.Write($"{failure.Workload}: {string.Join(", ", failure.Pods)} wait with {failure.Reason} for {failure.Image}.");
        foreach (var warning in failure.Warnings)
        {
            Notebook.Write($"  event {warning}");
        }

        foreach (var secret in failure.MissingSecrets)
        {
            Notebook.Write($"  names pull secret {secret}, which does not exist in {failure.Namespace}.");
        }

        foreach (var secret in failure.PresentSecrets)
        {
            Notebook.Write($"  names pull secret {secret.Name}, which exists{(secret.Expiration is { } end ? $"; its token ends at {end:u}" : "")}.");
        }
    }

    private static V1ContainerStatus? FindWaiting(V1Pod pod) =>
        (pod.Status?.InitContainerStatuses ?? [])
            .Concat(pod.Status?.ContainerStatuses ?? [])
            .FirstOrDefault(status => status.State?.Waiting?.Reason is { } reason && s_pullReasons.Contains(reason));

    private static bool IsRunning(V1Pod pod) => pod.Status?.ContainerStatuses?.All(status => status.Ready) == true;

    private static string ImageOf(V1Pod pod, V1ContainerStatus waiting) =>
        (pod.Spec.InitContainers ?? []).Concat(pod.Spec.Containers).FirstOrDefault(container => container.Name == waiting.Name)?.Image
        ?? waiting.Image;

    // A Deployment's pods carry its name before the hashes of ReplicaSet and pod.
    private static string WorkloadOf(V1Pod pod)
    {
        var owner = pod.Metadata.OwnerReferences?.FirstOrDefault(reference => reference.Controller == true);
        var hash = pod.GetLabel("pod-template-hash");
        return owner switch
        {
            null => pod.Name(),
            { Kind: "ReplicaSet" } when hash is not null && owner.Name.EndsWith("-" + hash, StringComparison.Ordinal) =>
                owner.Name[..^(hash.Length + 1)],
            _ => owner.Name,
        };
    }
}
