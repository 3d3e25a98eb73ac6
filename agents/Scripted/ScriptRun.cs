using k8s;
using k8s.Autorest;
using k8s.Models;
using SreGym.Agents.Participation;

namespace SreGym.Agents.Scripted;

/// <summary>Submits a plausible diagnosis, plays the script, says it is done.</summary>
internal static class ScriptRun
{
    public static async Task PlayAsync(Script script, Participant participant, CancellationToken cancellationToken)
    {
        await participant.Episode.AwaitStageAsync(["diagnosis", "mitigation"], cancellationToken);
        var @namespace = await participant.Episode.GetNamespaceAsync(cancellationToken);
        var target = await FindTargetAsync(participant.Cluster, @namespace, cancellationToken);
        Console.WriteLine($"{script.Name}: the stuck workload is {target?.Deployment ?? "not to be found"}.");
        await participant.Episode.SubmitAsync(Diagnose(@namespace, target), cancellationToken);
        await participant.Episode.AwaitStageAsync(["mitigation", "done"], cancellationToken);
        if (target is not null)
        {
            await ActAsync(script, participant.Cluster, target, cancellationToken);
        }

        await participant.Episode.SubmitAsync("", cancellationToken);
        Console.WriteLine($"{script.Name}: submitted.");
    }

    private static async Task ActAsync(Script script, Kubernetes cluster, Target target, CancellationToken cancellationToken)
    {
        try
        {
            await script.ActAsync(cluster, target, cancellationToken);
            Console.WriteLine($"{script.Name}: done.");
        }
        catch (HttpOperationException error)
        {
            Console.WriteLine($"{script.Name}: the cluster answers {(int)error.Response.StatusCode}; giving up.");
        }
    }

    private static async Task<Target?> FindTargetAsync(Kubernetes cluster, string @namespace, CancellationToken cancellationToken)
    {
        var pods = await cluster.CoreV1.ListNamespacedPodAsync(@namespace, cancellationToken: cancellationToken);
        var stuck = pods.Items.FirstOrDefault(pod =>
            pod.Status?.ContainerStatuses?.Any(status => status.State?.Waiting?.Reason is "ErrImagePull" or "ImagePullBackOff") == true);
        if (stuck?.Metadata.OwnerReferences?.FirstOrDefault()?.Name is not { } replicaSet)
        {
            return null;
        }

        var owner = await cluster.AppsV1.ReadNamespacedReplicaSetAsync(replicaSet, @namespace, cancellationToken: cancellationToken);
        var container = stuck.Spec.Containers[0];
        return new Target(@namespace, owner.Metadata.OwnerReferences[0].Name, container.Name, container.Image, stuck.Name());
    }

    private static string Diagnose(string @namespace, Target? target) => target is null
        ? $"Something in namespace {@namespace} does not start."
        : $"Deployment {target.Deployment} in namespace {@namespace}: pod {target.Pod} is in ImagePullBackOff, image {target.Image} cannot be pulled. "
            + "The image pull secret it names is missing, so that the registry answers 401 to an anonymous pull.";
}
