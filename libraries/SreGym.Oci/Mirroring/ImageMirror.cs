using SreGym.Oci.Client;
using SreGym.Oci.Content;
using SreGym.Oci.References;

namespace SreGym.Oci.Mirroring;

/// <summary>
/// Copies images between registries without changing a byte: same manifests, same digests, all platforms. Content streams from source to
/// target in one verified pass; what the target has is not sent again. Make one for each job: it remembers what it sent where.
/// </summary>
public sealed class ImageMirror : IDisposable
{
    private readonly MirrorOptions _options;
    private readonly Retry _retry;
    private readonly BlobCopier _blobs;
    private readonly ReferrerFinder _referrers;

    /// <param name="options">Behaviour; null for the defaults.</param>
    public ImageMirror(MirrorOptions? options = null)
    {
        _options = options ?? new MirrorOptions();
        _retry = new Retry(_options);
        _blobs = new BlobCopier(_options, _retry);
        _referrers = new ReferrerFinder(_retry);
    }

    /// <summary>Copies images in parallel; the first failure ends them all.</summary>
    /// <param name="copies">The images.</param>
    /// <param name="onProgress">Told on every change, from any thread, one call at a time for each image.</param>
    /// <param name="cancellationToken">Cancels the copies.</param>
    /// <returns>The results in the order of <paramref name="copies"/>.</returns>
    /// <exception cref="MirrorException">An image could not be copied.</exception>
    public async Task<IReadOnlyList<CopyProgress>> CopyAllAsync(
        IReadOnlyList<ImageCopy> copies, Action<CopyProgress>? onProgress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(copies);
        var results = new CopyProgress[copies.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, copies.Count),
            new ParallelOptions { MaxDegreeOfParallelism = _options.ParallelImages, CancellationToken = cancellationToken },
            async (index, token) => results[index] = await CopyAsync(copies[index], onProgress, token));
        return results;
    }

    /// <summary>Copies one image.</summary>
    /// <exception cref="MirrorException">It could not be copied.</exception>
    public async Task<CopyProgress> CopyAsync(ImageCopy copy, Action<CopyProgress>? onProgress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(copy);
        using var activity = MirrorTelemetry.StartImage(copy);
        var meter = new CopyMeter(copy, onProgress);
        try
        {
            await CopyAsync(copy, meter, cancellationToken);
            MirrorTelemetry.End(activity, meter.Current);
            return meter.Current;
        }
        catch (Exception error) when (error is RegistryRequestException or RegistryAccessException or IOException or FormatException or HttpRequestException)
        {
            MirrorTelemetry.Fail(activity, error);
            throw new MirrorException(copy, error);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _blobs.Dispose();

    private async Task CopyAsync(ImageCopy copy, CopyMeter meter, CancellationToken cancellationToken)
    {
        var target = copy.TargetImage;
        var asking = _retry.RunAsync(
            () => copy.Target.FindManifestAsync(target.Repository, target.ManifestReference, cancellationToken), cancellationToken);
        var wanted = await _retry.RunAsync(() => copy.Source.FindManifestAsync(copy.Source.Reference, cancellationToken), cancellationToken);
        var present = await asking;
        if (copy.Platforms.Count == 0 && wanted?.Digest is { } digest && digest == present?.Digest)
        {
            await CopyReferrersAsync(copy, await _referrers.FindAsync(copy, [digest], cancellationToken), meter, cancellationToken);
            meter.Change(progress => progress with { State = CopyState.Skipped, Digest = digest.ToString() });
            return;
        }

        var tree = await ManifestTree.ReadAsync(copy, _retry, cancellationToken);
        meter.Change(progress => progress with { Digest = tree.Root.Digest.ToString() });
        var referrers = _referrers.FindAsync(copy, tree.All.Select(manifest => manifest.Digest), cancellationToken);
        if (tree.Root.Digest == present?.Digest)
        {
            await CopyReferrersAsync(copy, await referrers, meter, cancellationToken);
            meter.Change(progress => progress with { State = CopyState.Skipped });
            return;
        }

        if (target.Digest is { } named && named != tree.Root.Digest)
        {
            throw new FormatException($"it is {tree.Root.Digest}, which cannot be stored as {named}: name a tag in the target.");
        }

        await CopyBlobsAsync(copy, tree, present is not null, meter, cancellationToken);
        await PutTreeAsync(copy, tree, target.ManifestReference, cancellationToken);
        await CopyReferrersAsync(copy, await referrers, meter, cancellationToken);
        meter.Change(progress => progress with { State = CopyState.Copied });
    }

    private async Task CopyBlobsAsync(ImageCopy copy, ManifestTree tree, bool isExpected, CopyMeter meter, CancellationToken cancellationToken)
    {
        var blobs = tree.All
            .Where(manifest => !manifest.IsIndex)
            .Select(manifest => manifest.ReadManifest())
            .SelectMany(manifest => manifest.Layers.Where(layer => !layer.IsForeign).Prepend(manifest.Config))
            .DistinctBy(blob => blob.Digest)
            .ToList();
        meter.Change(progress => progress with { BytesTotal = progress.BytesTotal + blobs.Sum(blob => blob.Size) });
        await Parallel.ForEachAsync(
            blobs,
            new ParallelOptions { MaxDegreeOfParallelism = _options.ParallelBlobs, CancellationToken = cancellationToken },
            async (blob, token) => await _blobs.CopyAsync(copy, blob, isExpected, meter, token));
    }

    private async Task<bool> PutTreeAsync(ImageCopy copy, ManifestTree tree, string reference, CancellationToken cancellationToken)
    {
        foreach (var level in tree.Children)
        {
            await Task.WhenAll(level.Select(child => PutManifestAsync(copy, child.Digest.ToString(), child, cancellationToken)));
        }

        return await PutManifestAsync(copy, reference, tree.Root, cancellationToken);
    }

    private async Task CopyReferrersAsync(
        ImageCopy copy, IReadOnlyList<(Digest Subject, Descriptor Referrer)> referrers, CopyMeter meter, CancellationToken cancellationToken)
    {
        foreach (var ofOne in referrers.GroupBy(entry => entry.Subject, entry => entry.Referrer))
        {
            // What the target lists counts, not what it holds: a run that was cut may have stored what it did not list yet.
            var listed = await _retry.RunAsync(
                () => ReferrersTag.ListAsync(copy.Target, copy.TargetImage.Repository, ofOne.Key, cancellationToken), cancellationToken);
            foreach (var referrer in ofOne.Where(referrer => listed.All(known => known.Digest != referrer.Digest)))
            {
                await CopyReferrerAsync(copy, ofOne.Key, referrer, meter, cancellationToken);
            }
        }
    }

    private async Task CopyReferrerAsync(ImageCopy copy, Digest subject, Descriptor referrer, CopyMeter meter, CancellationToken cancellationToken)
    {
        var root = await ManifestTree.GetAsync(copy, referrer.Digest, _retry, cancellationToken);
        var tree = await ManifestTree.ReadAsync(copy, root, _retry, cancellationToken);
        await CopyBlobsAsync(copy, tree, isExpected: false, meter, cancellationToken);
        if (!await PutTreeAsync(copy, tree, referrer.Digest, cancellationToken))
        {
            await _retry.RunAsync(
                async () =>
                {
                    await ReferrersTag.AddAsync(copy.Target, copy.TargetImage.Repository, subject, referrer, cancellationToken);
                    return true;
                },
                cancellationToken);
        }

        meter.Change(progress => progress with { ReferrersCopied = progress.ReferrersCopied + 1 });
    }

    private Task<bool> PutManifestAsync(ImageCopy copy, string reference, ManifestContent manifest, CancellationToken cancellationToken) =>
        _retry.RunAsync(() => copy.Target.PutManifestAsync(copy.TargetImage.Repository, reference, manifest, cancellationToken), cancellationToken);
}
