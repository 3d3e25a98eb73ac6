using k8s;
using k8s.Models;
using SreGym.Contracts.Common.V1;

namespace SreGym.Conductor.Targets.Real;

/// <summary>Finds out what a cluster is and can do. Changes nothing.</summary>
internal static class ClusterSurvey
{
    private const string DefaultClass = "storageclass.kubernetes.io/is-default-class";

    public static async Task<SubjectCapabilities> RunAsync(Kubernetes client, CancellationToken cancellationToken)
    {
        var version = await client.Version.GetCodeAsync(cancellationToken: cancellationToken);
        var nodes = await client.CoreV1.ListNodeAsync(cancellationToken: cancellationToken);
        var usable = nodes.Items.Where(NodeWait.IsUsable).ToList();
        var pods = await client.CoreV1.ListPodForAllNamespacesAsync(cancellationToken: cancellationToken);
        var classes = await client.StorageV1.ListStorageClassAsync(cancellationToken: cancellationToken);
        var mayConfigureNodes = await NodeAccess.IsPossibleAsync(client, cancellationToken);
        return new SubjectCapabilities
        {
            KubernetesVersion = version.GitVersion,
            NodeRuntime = usable.FirstOrDefault()?.Status?.NodeInfo?.ContainerRuntimeVersion ?? "",
            Nodes = usable.Count,
            StorageClass = classes.Items.FirstOrDefault(IsDefault)?.Metadata.Name ?? "",
            // Kubelets report it, and a control plane may be newer than its nodes.
            WarnsOfMissingPullSecret = usable.Count > 0
                && usable.All(node => KubernetesVersion.Find(node.Status?.NodeInfo?.KubeletVersion ?? "")?.WarnsOfMissingPullSecret == true),
            FreeCpuMillis = (long)(usable.Sum(AllocatableCpu) - RequestedCpu(pods.Items, usable)),
            CanPurgeCaches = mayConfigureNodes,
            CanBlockPublic = mayConfigureNodes,
            RegistryWays = { RegistryWays.Find(usable, await KubeProxyMode.FindAsync(client, cancellationToken), mayConfigureNodes) },
        };
    }

    private static bool IsDefault(V1StorageClass candidate) =>
        candidate.Metadata.Annotations?.TryGetValue(DefaultClass, out var value) == true && value == "true";

    private static double AllocatableCpu(V1Node node) =>
        node.Status?.Allocatable?.TryGetValue("cpu", out var cpu) == true ? cpu.ToDouble() * 1000 : 0;

    private static double RequestedCpu(IList<V1Pod> pods, List<V1Node> nodes)
    {
        var names = nodes.Select(node => node.Metadata.Name).ToHashSet(StringComparer.Ordinal);
        return pods
            .Where(pod => names.Contains(pod.Spec.NodeName ?? "") && pod.Status?.Phase is not ("Succeeded" or "Failed"))
            .SelectMany(pod => pod.Spec.Containers)
            .Sum(container => container.Resources?.Requests?.TryGetValue("cpu", out var cpu) == true ? cpu.ToDouble() * 1000 : 0);
    }
}
