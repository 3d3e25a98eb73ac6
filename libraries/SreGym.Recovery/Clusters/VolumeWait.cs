using k8s;
using k8s.Models;

namespace SreGym.Recovery.Clusters;

/// <summary>Waits until volumes whose claims are gone are gone too: provisioners delete them some time after their claims.</summary>
public static class VolumeWait
{
    /// <summary>The names of those that are still there when the time is up; none when all are gone.</summary>
    public static async Task<IReadOnlyList<string>> UntilGoneAsync(
        IKubernetes client, IReadOnlyCollection<string> namespaces, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(limit);
        IReadOnlyList<string> left = [];
        try
        {
            while (true)
            {
                var list = await client.CoreV1.ListPersistentVolumeAsync(cancellationToken: deadline.Token);
                left = [.. await FindOrphansAsync(client, list.Items, namespaces, deadline.Token)];
                if (left.Count == 0)
                {
                    return [];
                }

                await foreach (var _ in client.CoreV1.WatchListPersistentVolumeAsync(
                    resourceVersion: list.Metadata.ResourceVersion, cancellationToken: deadline.Token))
                {
                    break;
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return left;
        }
    }

    private static async Task<IEnumerable<string>> FindOrphansAsync(
        IKubernetes client, IList<V1PersistentVolume> volumes, IReadOnlyCollection<string> namespaces, CancellationToken cancellationToken)
    {
        var ours = volumes
            .Where(volume => volume.Spec.PersistentVolumeReclaimPolicy == "Delete" && namespaces.Contains(volume.Spec.ClaimRef?.NamespaceProperty ?? ""))
            .ToList();
        if (ours.Count == 0)
        {
            return [];
        }

        var claims = await client.CoreV1.ListPersistentVolumeClaimForAllNamespacesAsync(cancellationToken: cancellationToken);
        var held = claims.Items.Select(claim => claim.Metadata.Uid).ToHashSet(StringComparer.Ordinal);
        return ours.Where(volume => !held.Contains(volume.Spec.ClaimRef.Uid)).Select(volume => volume.Metadata.Name);
    }
}
