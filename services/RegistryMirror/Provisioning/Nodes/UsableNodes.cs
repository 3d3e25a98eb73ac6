using Grpc.Core;
using k8s;
using k8s.Models;
using SreGym.Contracts;

namespace SreGym.RegistryMirror.Provisioning.Nodes;

/// <summary>The nodes that ordinary pods run on.</summary>
internal static class UsableNodes
{
    /// <exception cref="SreGymException">There is none.</exception>
    public static async Task<IReadOnlyList<V1Node>> ListAsync(IKubernetes kubernetes, CancellationToken cancellationToken)
    {
        var nodes = await kubernetes.CoreV1.ListNodeAsync(cancellationToken: cancellationToken);
        V1Node[] usable =
        [
            .. nodes.Items.Where(node => node.Spec?.Unschedulable != true
                && node.Spec?.Taints?.Any(taint => taint.Effect is "NoSchedule" or "NoExecute") != true
                && node.Status?.Conditions?.Any(condition => condition is { Type: "Ready", Status: "True" }) == true),
        ];
        return usable.Length > 0 ? usable : throw new SreGymException(
            StatusCode.FailedPrecondition, ErrorReasons.SubjectRefused, "No node of the subject is ready and takes pods: look at kubectl get nodes.");
    }
}
