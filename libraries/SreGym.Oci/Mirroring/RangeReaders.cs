using SreGym.Oci.Content;

namespace SreGym.Oci.Mirroring;

/// <summary>Connections for parts of blobs, shared by all blobs of a job: they bound its memory.</summary>
internal sealed class RangeReaders(MirrorOptions options) : IDisposable
{
    private readonly SemaphoreSlim _slots = new(Math.Max(1, options.ParallelParts));

    /// <summary>A measure for a source whose blobs can be read in parts; null for others.</summary>
    public SourceRate? Measure(IImageSource source) =>
        source.Host is null || options.ParallelParts < 2 ? null : new SourceRate(options.Time);

    public Stream Open(IImageSource source, Descriptor blob, long from, Retry retry) =>
        new PartsStream(_slots, blob.Size, from, (first, last, cancellationToken) =>
            source.OpenBlobAsync(blob, first, last, cancellationToken), retry);

    public void Dispose() => _slots.Dispose();
}
