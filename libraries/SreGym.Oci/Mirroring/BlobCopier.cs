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
    private readonly SemaphoreSlim _slots = new(options.ParallelBlobs);
    private readonly ConcurrentDictionary<(string Registry, string Digest), Task<string?>> _homes = new();

    public async Task CopyAsync(ImageCopy copy, Descriptor blob, CopyMeter meter, CancellationToken cancellationToken)
    {
        var repository = copy.TargetImage.Repository;
        var key = (copy.Target.Endpoint.Name, blob.Digest);
        var arrived = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = _homes.GetOrAdd(key, arrived.Task);
        // No slot is held while waiting: whoever sends the blob may need it.
        var home = first == arrived.Task ? null : await first.WaitAsync(cancellationToken);
        try
        {
            await _slots.WaitAsync(cancellationToken);
            try
            {
                await EnsureAsync(copy, blob, home, meter, cancellationToken);
            }
            finally
            {
                _slots.Release();
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

    public void Dispose() => _slots.Dispose();

    private async Task EnsureAsync(ImageCopy copy, Descriptor blob, string? home, CopyMeter meter, CancellationToken cancellationToken)
    {
        var (repository, digest) = (copy.TargetImage.Repository, Digest.Parse(blob.Digest));
        var present = await retry.RunAsync(() => copy.Target.FindBlobAsync(repository, digest, cancellationToken), cancellationToken);
        if (present is not null)
        {
            meter.Change(progress => progress with { BlobsSkipped = progress.BlobsSkipped + 1 });
            return;
        }

        var isMounted = await retry.RunAsync(
            async () =>
            {
                var upload = await copy.Target.StartUploadAsync(repository, digest, home == repository ? null : home, cancellationToken);
                if (!upload.IsMounted)
                {
                    await SendAsync(copy, digest, blob.Size, upload.Location!, meter, cancellationToken);
                }

                return upload.IsMounted;
            },
            cancellationToken);
        meter.Change(progress => isMounted
            ? progress with { BlobsMounted = progress.BlobsMounted + 1 }
            : progress with { BlobsCopied = progress.BlobsCopied + 1 });
    }

    private static async Task SendAsync(
        ImageCopy copy, Digest digest, long size, Uri location, CopyMeter meter, CancellationToken cancellationToken)
    {
        using var activity = MirrorTelemetry.StartBlob(digest.ToString(), size);
        var sent = 0L;
        try
        {
            await using var content = await copy.Source.OpenBlobAsync(copy.SourceImage.Repository, digest, size, cancellationToken, count =>
            {
                sent += count;
                meter.AddBytes(count);
            });
            await copy.Target.UploadAsync(copy.TargetImage.Repository, location, digest, size, content, cancellationToken);
        }
        catch (Exception error)
        {
            meter.AddBytes(-sent);
            MirrorTelemetry.Fail(activity, error);
            throw;
        }
    }
}
