using System.Collections.Concurrent;
using SreGym.Oci.References;

namespace SreGym.Oci.Storage;

/// <summary>Blobs in memory; equal content is held once, however many registries have it.</summary>
/// <param name="capacity">Most bytes held, unfinished uploads included.</param>
public sealed class MemoryBlobStore(long capacity = MemoryBlobStore.DefaultCapacity) : IBlobStore
{
    /// <summary>What a store holds at most when nothing else is said: 4 GiB.</summary>
    public const long DefaultCapacity = 4L * 1024 * 1024 * 1024;

    private readonly ConcurrentDictionary<Digest, byte[]> _blobs = new();
    private long _used;

    /// <inheritdoc />
    public BlobLeases Leases { get; } = new();

    /// <summary>Bytes held, unfinished uploads included.</summary>
    public long Used => Interlocked.Read(ref _used);

    /// <inheritdoc />
    public long? FindSize(Digest digest) => _blobs.TryGetValue(digest, out var content) ? content.Length : null;

    /// <inheritdoc />
    public Stream? OpenRead(Digest digest) =>
        _blobs.TryGetValue(digest, out var content) ? new MemoryStream(content, 0, content.Length, writable: false, publiclyVisible: true) : null;

    /// <inheritdoc />
    public IBlobWriter StartWrite(string id, string owner) => new MemoryBlobWriter(this);

    /// <inheritdoc />
    public bool Delete(Digest digest)
    {
        if (!_blobs.TryRemove(digest, out var removed))
        {
            return false;
        }

        Release(removed.Length);
        return true;
    }

    /// <inheritdoc />
    public IReadOnlyCollection<Digest> List() => [.. _blobs.Keys];

    internal void Add(Digest digest, byte[] content)
    {
        if (_blobs.TryAdd(digest, content))
        {
            Interlocked.Add(ref _used, content.Length);
        }
    }

    internal void Reserve(long bytes)
    {
        if (Interlocked.Add(ref _used, bytes) > capacity)
        {
            Release(bytes);
            throw new StoreFullException($"The memory store is full: it holds {capacity} bytes at most.");
        }
    }

    internal void Release(long bytes) => Interlocked.Add(ref _used, -bytes);
}
