using System.Collections.Concurrent;
using SreGym.Oci.References;

namespace SreGym.Oci.Storage;

/// <summary>Blobs in memory; equal content is held once, however many registries have it.</summary>
public sealed class MemoryBlobStore : IBlobStore
{
    private readonly ConcurrentDictionary<Digest, byte[]> _blobs = new();

    /// <inheritdoc />
    public long? FindSize(Digest digest) => _blobs.TryGetValue(digest, out var content) ? content.Length : null;

    /// <inheritdoc />
    public Stream? OpenRead(Digest digest) =>
        _blobs.TryGetValue(digest, out var content) ? new MemoryStream(content, 0, content.Length, writable: false, publiclyVisible: true) : null;

    /// <inheritdoc />
    public IBlobWriter StartWrite() => new MemoryBlobWriter(this);

    /// <inheritdoc />
    public bool Delete(Digest digest) => _blobs.TryRemove(digest, out _);

    /// <inheritdoc />
    public IReadOnlyCollection<Digest> List() => [.. _blobs.Keys];

    internal void Add(Digest digest, byte[] content) => _blobs.TryAdd(digest, content);
}
