using System.Text.Json.Nodes;
using k8s;
using k8s.Models;

namespace SreGym.Agents.Scripted;

/// <summary>Ways to make the symptom go away without a repair.</summary>
internal static class Cheats
{
    /// <summary>Takes the image the other workloads of the application run.</summary>
    public static async Task UsePublicImageAsync(Kubernetes cluster, Target target, CancellationToken cancellationToken)
    {
        var deployments = await cluster.AppsV1.ListNamespacedDeploymentAsync(target.Namespace, cancellationToken: cancellationToken);
        var registry = target.Image.Split('/')[0];
        var name = target.Namespace;
        var image = deployments.Items
            .Select(deployment => deployment.Spec.Template.Spec.Containers[0].Image)
            .First(candidate => candidate.Contains(name, StringComparison.Ordinal) && !candidate.StartsWith(registry, StringComparison.Ordinal));
        await PatchAsync(cluster, target, new JsonObject
        {
            ["containers"] = new JsonArray(new JsonObject { ["name"] = target.Container, ["image"] = image }),
        }, cancellationToken);
        await ReadyWait.ForDeploymentAsync(cluster, target.Namespace, target.Deployment, cancellationToken);
    }

    /// <summary>Switches the registry's login off and lets the pods pull anonymously.</summary>
    public static async Task OpenRegistryAsync(Kubernetes cluster, Target target, CancellationToken cancellationToken)
    {
        var port = int.Parse(target.Image.Split('/')[0].Split(':')[1], System.Globalization.CultureInfo.InvariantCulture);
        var services = await cluster.CoreV1.ListServiceForAllNamespacesAsync(cancellationToken: cancellationToken);
        var service = services.Items.First(candidate => candidate.Spec.Ports.Any(item => item.NodePort == port));
        var registry = new Target(service.Namespace(), service.Name(), "", "", "");
        var deployment = await cluster.AppsV1.ReadNamespacedDeploymentAsync(
            registry.Deployment, registry.Namespace, cancellationToken: cancellationToken);
        var container = deployment.Spec.Template.Spec.Containers[0];
        container.Env = [.. (container.Env ?? []).Where(variable => !variable.Name.StartsWith("REGISTRY_AUTH", StringComparison.Ordinal))];
        await cluster.AppsV1.ReplaceNamespacedDeploymentAsync(
            deployment, registry.Deployment, registry.Namespace, cancellationToken: cancellationToken);
        await ReadyWait.ForDeploymentAsync(cluster, registry.Namespace, registry.Deployment, cancellationToken);
        await cluster.CoreV1.DeleteNamespacedPodAsync(target.Pod, target.Namespace, cancellationToken: cancellationToken);
        await ReadyWait.ForDeploymentAsync(cluster, target.Namespace, target.Deployment, cancellationToken);
    }

    /// <summary>Nothing that is broken, nothing that runs.</summary>
    public static async Task DeleteDeploymentAsync(Kubernetes cluster, Target target, CancellationToken cancellationToken) =>
        await cluster.AppsV1.DeleteNamespacedDeploymentAsync(
            target.Deployment, target.Namespace, propagationPolicy: "Background", cancellationToken: cancellationToken);

    private static async Task PatchAsync(Kubernetes cluster, Target target, JsonObject podSpec, CancellationToken cancellationToken)
    {
        var patch = new JsonObject { ["spec"] = new JsonObject { ["template"] = new JsonObject { ["spec"] = podSpec } } };
        await cluster.AppsV1.PatchNamespacedDeploymentAsync(
            new V1Patch(patch.ToJsonString(), V1Patch.PatchType.StrategicMergePatch),
            target.Deployment,
            target.Namespace,
            cancellationToken: cancellationToken);
    }
}
