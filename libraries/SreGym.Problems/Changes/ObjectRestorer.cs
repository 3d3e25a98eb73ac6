using System.Net;
using System.Text.Json.Nodes;
using k8s.Autorest;
using SreGym.Problems.Subjects;

namespace SreGym.Problems.Changes;

/// <summary>Puts an object back to a recorded state, whatever has become of it since.</summary>
/// <param name="subject">Where it is.</param>
/// <param name="keptNamespaces">Those that are somebody else's. What is missing there is missed; what is in others goes with them.</param>
/// <param name="clock">Clock of the waits.</param>
internal sealed class ObjectRestorer(SubjectApi subject, IReadOnlyCollection<string> keptNamespaces, TimeProvider clock)
{
    private const int Attempts = 40;

    // Deleting one of these loses what it holds.
    private static readonly KubernetesResource[] s_neverRecreated =
        [KubernetesResources.Namespaces, KubernetesResources.PersistentVolumeClaims, KubernetesResources.PersistentVolumes];

    private static readonly TimeSpan s_retryDelay = TimeSpan.FromMilliseconds(250);

    /// <summary>Makes the object be as recorded. False when it is so already, and when its namespace is going or gone.</summary>
    public async Task<bool> RestoreAsync(ObjectKey key, JsonObject recorded, CancellationToken cancellationToken)
    {
        var wanted = ObjectCleaner.Clean(recorded);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (attempt > 0)
            {
                await Task.Delay(s_retryDelay, clock, cancellationToken);
            }

            var live = await subject.FindAsync(key, cancellationToken);
            if (live is null)
            {
                try
                {
                    if (await subject.TryCreateAsync(key, wanted, cancellationToken) is not null)
                    {
                        return true;
                    }
                }
                catch (HttpOperationException refused) when (refused.Response.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.NotFound)
                {
                    if (await GoesWithNamespaceAsync(key, cancellationToken))
                    {
                        return false;
                    }

                    throw;
                }
            }
            else if (live.Text("metadata", "deletionTimestamp") is null)
            {
                if (JsonNode.DeepEquals(ObjectCleaner.Clean(live), wanted))
                {
                    return attempt > 0;
                }

                if (await TryReplaceAsync(key, live, wanted, cancellationToken))
                {
                    return true;
                }
            }
            else if (await GoesWithNamespaceAsync(key, cancellationToken))
            {
                return false;
            }
        }

        throw new SubjectStateException($"{key} is still being deleted or changed by somebody else.");
    }

    /// <summary>Makes the object be gone. False when it is so already.</summary>
    public Task<bool> RemoveAsync(ObjectKey key, CancellationToken cancellationToken) => subject.DeleteAsync(key, cancellationToken);

    // A recovery that was ended in the middle has removed the namespace already, or whoever was in the cluster has.
    private async Task<bool> GoesWithNamespaceAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (key.Namespace is null || keptNamespaces.Contains(key.Namespace))
        {
            return false;
        }

        var found = await subject.FindAsync(new ObjectKey(KubernetesResources.Namespaces, null, key.Namespace), cancellationToken);
        return found is null || found.Text("metadata", "deletionTimestamp") is not null;
    }

    private async Task<bool> TryReplaceAsync(ObjectKey key, JsonObject live, JsonObject wanted, CancellationToken cancellationToken)
    {
        try
        {
            return await subject.TryReplaceAsync(key, ObjectCleaner.CarryOver(live, wanted), cancellationToken) is not null;
        }
        catch (HttpOperationException refused)
            when (refused.Response.StatusCode == HttpStatusCode.UnprocessableEntity && !s_neverRecreated.Contains(key.Resource))
        {
            // A field that cannot be changed, such as a Secret's type: only a new object can have the old value.
            await subject.DeleteAsync(key, cancellationToken);
            return false;
        }
    }
}
