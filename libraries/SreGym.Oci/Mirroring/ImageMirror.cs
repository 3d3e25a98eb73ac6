using SreGym.Oci.Client;
using SreGym.Oci.Content;

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

    /// <param name="options">Behaviour; null for the defaults.</param>
    public ImageMirror(MirrorOptions? options = null)
    {
        _options = options ?? new MirrorOptions();
        _retry = new Retry(_options);
        _blobs = new BlobCopier(_options, _retry);
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
        catch (Exception error) when (error is RegistryRequestException or IOException or FormatException or HttpRequestException)
        {
            MirrorTelemetry.Fail(activity, error);
            throw new MirrorException(copy, error);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _blobs.Dispose();

    private async Task CopyAsync(ImageCopy copy, CopyMeter meter, CancellationToken cancellationToken)
    {
        var (source, target) = (copy.SourceImage, copy.TargetImage);
        var wanted = await _retry.RunAsync(
            () => copy.Source.FindManifestAsync(source.Repository, source.ManifestReference, cancellationToken), cancellationToken);
        var present = await _retry.RunAsync(
            () => copy.Target.FindManifestAsync(target.Repository, target.ManifestReference, cancellationToken), cancellationToken);
        if (wanted?.Digest is { } digest && digest == present?.Digest)
        {
            meter.Change(progress => progress with { State = CopyState.Skipped, Digest = digest.ToString() });
            return;
        }

        var root = await GetManifestAsync(copy, source.ManifestReference, cancellationToken);
        meter.Change(progress => progress with { Digest = root.Digest.ToString() });
        var children = await GetChildrenAsync(copy, root, cancellationToken);
        await CopyBlobsAsync(copy, [.. children.Append(root).Where(manifest => !manifest.IsIndex)], meter, cancellationToken);
        foreach (var child in children)
        {
            await PutManifestAsync(copy, child.Digest.ToString(), child, cancellationToken);
        }

        await PutManifestAsync(copy, target.ManifestReference, root, cancellationToken);
        meter.Change(progress => progress with { State = CopyState.Copied });
    }

    private async Task CopyBlobsAsync(
        ImageCopy copy, IReadOnlyList<ManifestContent> manifests, CopyMeter meter, CancellationToken cancellationToken)
    {
        var blobs = manifests
            .Select(manifest => manifest.ReadManifest())
            .SelectMany(manifest => manifest.Layers.Where(layer => !layer.IsForeign).Prepend(manifest.Config))
            .DistinctBy(blob => blob.Digest)
            .ToList();
        meter.Change(progress => progress with { BytesTotal = blobs.Sum(blob => blob.Size) });
        await Parallel.ForEachAsync(
            blobs,
            new ParallelOptions { MaxDegreeOfParallelism = _options.ParallelBlobs, CancellationToken = cancellationToken },
            async (blob, token) => await _blobs.CopyAsync(copy, blob, meter, token));
    }

    // Children come before their parents, as registries want them pushed.
    private async Task<IReadOnlyList<ManifestContent>> GetChildrenAsync(
        ImageCopy copy, ManifestContent parent, CancellationToken cancellationToken)
    {
        if (!parent.IsIndex)
        {
            return [];
        }

        var all = new List<ManifestContent>();
        foreach (var entry in parent.ReadIndex().Manifests.DistinctBy(entry => entry.Digest))
        {
            var child = await GetManifestAsync(copy, entry.Digest, cancellationToken);
            all.AddRange(await GetChildrenAsync(copy, child, cancellationToken));
            all.Add(child);
        }

        return all;
    }

    private async Task<ManifestContent> GetManifestAsync(ImageCopy copy, string reference, CancellationToken cancellationToken)
    {
        var manifest = await _retry.RunAsync(
            () => copy.Source.GetManifestAsync(copy.SourceImage.Repository, reference, cancellationToken), cancellationToken);
        return MediaTypes.IsSchema1(manifest.MediaType)
            ? throw new FormatException("the source serves a schema 1 manifest, which has no digests to keep: push the image there with a current client.")
            : manifest;
    }

    private Task<bool> PutManifestAsync(ImageCopy copy, string reference, ManifestContent manifest, CancellationToken cancellationToken) =>
        _retry.RunAsync(
            async () =>
            {
                await copy.Target.PutManifestAsync(copy.TargetImage.Repository, reference, manifest, cancellationToken);
                return true;
            },
            cancellationToken);
}
