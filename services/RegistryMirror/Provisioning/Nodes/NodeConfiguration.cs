using k8s;
using k8s.Models;
using SreGym.Nodes;
using SreGym.Recovery.Registry;

namespace SreGym.RegistryMirror.Provisioning.Nodes;

/// <summary>Tells the containerd of every node where the registry is, by a pod on each that takes it back when it ends.</summary>
internal sealed class NodeConfiguration(TimeProvider time)
{
    private const string Containerd = "containerd://";

    /// <summary>Returns what was written on each node, or why one could not be configured.</summary>
    public async Task<NodeHostsResult> ApplyAsync(
        IKubernetes kubernetes, NodeHosts hosts, RegistryPlan plan, CancellationToken cancellationToken)
    {
        if (!plan.MayRunPrivilegedPods)
        {
            return NodeHostsResult.Refused("nodes cannot be configured: the cluster admits no privileged pod");
        }

        var nodes = await UsableNodes.ListAsync(kubernetes, cancellationToken);
        if (nodes.FirstOrDefault(node => !RuntimeOf(node).StartsWith(Containerd, StringComparison.Ordinal)) is { } other)
        {
            return NodeHostsResult.Refused(
                $"node {other.Metadata.Name} runs {RuntimeOf(other)}: only containerd is configured by --configure-nodes");
        }

        var pods = NodeHostsPods.DaemonSet(RegistryNames.Hosts, RegistryNames.Namespace, hosts, plan.NodesImage);
        await RegistryInstaller.ApplyHostsAsync(kubernetes, pods, cancellationToken);
        return await new NodeHostsRollout(kubernetes, RegistryNames.Namespace, RegistryNames.Hosts, time)
            .AwaitAsync([.. nodes.Select(node => node.Metadata.Name)], cancellationToken);
    }

    private static string RuntimeOf(V1Node node) => node.Status?.NodeInfo?.ContainerRuntimeVersion ?? "an unknown runtime";
}
