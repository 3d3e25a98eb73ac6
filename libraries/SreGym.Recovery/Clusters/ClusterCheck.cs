using Grpc.Core;
using k8s;
using SreGym.Contracts;
using SreGym.Recovery.Episodes;

namespace SreGym.Recovery.Clusters;

/// <summary>Tells one cluster from another: addresses, contexts and names are used again, the UID of kube-system is not.</summary>
public static class ClusterCheck
{
    /// <summary>The cluster's UID.</summary>
    public static async Task<string> ReadUidAsync(IKubernetes kubernetes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(kubernetes);
        return (await kubernetes.CoreV1.ReadNamespaceAsync("kube-system", cancellationToken: cancellationToken)).Metadata.Uid;
    }

    /// <summary>Refuses a cluster that is not the episode's.</summary>
    /// <exception cref="SreGymException">It is another one; the message names both and the remedy.</exception>
    public static async Task DemandSameAsync(
        Kubernetes kubernetes, EpisodeRecord record, string context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(kubernetes);
        ArgumentNullException.ThrowIfNull(record);
        // Whatever ended before its cluster was looked at has made nothing there.
        if (record.Cluster is not { } expected || await ReadUidAsync(kubernetes, cancellationToken) is var found && found == expected.Uid)
        {
            return;
        }

        throw new SreGymException(
            StatusCode.FailedPrecondition,
            ErrorReasons.SubjectRefused,
            $"Context '{context}' now means another cluster: {kubernetes.BaseUri} has UID {found}, "
            + $"episode {record.Spec.EpisodeId} ran on {expected.Server} with UID {expected.Uid}. Nothing was touched; "
            + $"say where that cluster is now: ./sregym recover --episode {record.Spec.EpisodeId} --kubeconfig <path> --context <name>.");
    }
}
