using SreGym.Oci.Storage;

namespace SreGym.Oci.Registry;

/// <summary>
/// Removes what no manifest needs. It may run while pushes and pulls run: a blob that a client was told of is left alone for a grace
/// period, and one that is being committed until its repository holds it. A push that takes longer is told that the blob is unknown,
/// as if it had never been there; no manifest is ever left without its blobs.
/// </summary>
/// <param name="store">Where the bytes are.</param>
/// <param name="volumes">All volumes that use the store.</param>
/// <param name="time">Clock of the grace period.</param>
public sealed class GarbageCollector(IBlobStore store, Func<IReadOnlyCollection<RegistryVolume>> volumes, TimeProvider time)
{
    /// <summary>How long blobs stay that no manifest needs yet, when nothing else is said.</summary>
    public static TimeSpan DefaultGrace { get; } = TimeSpan.FromHours(1);

    /// <summary>Runs once and returns what was removed.</summary>
    /// <param name="grace">How long blobs stay that no manifest needs yet.</param>
    public GarbageReport Collect(TimeSpan grace)
    {
        var before = time.GetUtcNow() - grace;
        var unlinked = volumes().Sum(volume => volume.UnlinkUnused(before));
        return CollectUnheld() with { Unlinked = unlinked };
    }

    /// <summary>Removes what no volume holds, and takes nothing out of any: for volumes that are gone.</summary>
    public GarbageReport CollectUnheld()
    {
        var held = volumes().SelectMany(volume => volume.ListBlobs()).ToHashSet();
        var (removed, bytes) = (0, 0L);
        foreach (var digest in store.List().Where(digest => !held.Contains(digest)))
        {
            var size = store.FindSize(digest) ?? 0;
            if (store.Leases.TryRemove(digest, () => !volumes().Any(volume => volume.HoldsBlob(digest)), () => store.Delete(digest)))
            {
                removed++;
                bytes += size;
            }
        }

        return new GarbageReport(0, removed, bytes);
    }
}
