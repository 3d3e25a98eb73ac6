using System.Collections.Concurrent;
using SreGym.Oci.Content;
using SreGym.Oci.References;

namespace SreGym.Oci.Mirroring;

/// <summary>
/// Copies blobs to target registries. A blob that several images share is sent once to each registry: the others wait for it and
/// have it mounted.
/// </summary>
internal sealed class BlobCopier(MirrorOptions options, Retry retry) : IDisposable
{
    private readonly HostLimits _limits = new(options.ParallelBlobs);
    private readonly BlobSender _sender = new(options, retry);
    private readonly ConcurrentDictionary<(string Registry, string Digest), Task<string?>> _homes = new();

    /// <param name="copy">Where from and where to.</param>
    /// <param name="blob">The blob.</param>
    /// <param name="isExpected">True when the target repository is likely to hold it already.</param>
    /// <param name="meter">Told what happens.</param>
    /// <param name="cancellationToken">Cancels the copy.</param>
    public async Task CopyAsync(ImageCopy copy, Descriptor blob, bool isExpected, CopyMeter meter, CancellationToken cancellationToken)
    {
        var repository = copy.TargetImage.Repository;
        var key = (copy.Target.Endpoint.Name, blob.Digest);
        var arrived = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = _homes.GetOrAdd(key, arrived.Task);
        // No place is held while waiting: whoever sends the blob may need it.
        var home = first == arrived.Task ? copy.Home : await first.WaitAsync(cancellationToken);
        try
        {
            using (await _limits.EnterAsync(copy.Source.Host, copy.Target.Endpoint.Name, cancellationToken))
            {
                await EnsureAsync(copy, blob, home == repository ? null : home, isExpected, meter, cancellationToken);
            }

            arrived.TrySetResult(repository);
            if (home is null)
            {
                _homes[key] = arrived.Task;
            }
        }
        finally
        {
            // Null: the blob did not arrive; whoever waits sends it itself.
            arrived.TrySetResult(null);
        }
    }

    public void Dispose()
    {
        _limits.Dispose();
        _sender.Dispose();
    }

    private async Task EnsureAsync(
        ImageCopy copy, Descriptor blob, string? home, bool isExpected, CopyMeter meter, CancellationToken cancellationToken)
    {
        var (repository, digest) = (copy.TargetImage.Repository, Digest.Parse(blob.Digest));
        var present = retry.RunAsync(() => copy.Target.FindBlobAsync(repository, digest, cancellationToken), cancellationToken);
        if (isExpected && await present is not null)
        {
            meter.Change(progress => progress with { BlobsSkipped = progress.BlobsSkipped + 1 });
            return;
        }

        // Into a new repository both questions go out at once: one round trip less for each blob.
        var outcome = await retry.RunAsync(() => _sender.SendAsync(copy, blob, home, present, meter, cancellationToken), cancellationToken);
        meter.Change(progress => outcome switch
        {
            BlobOutcome.Skipped => progress with { BlobsSkipped = progress.BlobsSkipped + 1 },
            BlobOutcome.Mounted => progress with { BlobsMounted = progress.BlobsMounted + 1 },
            _ => progress with { BlobsCopied = progress.BlobsCopied + 1 },
        });
    }
}
