using System.Buffers;
using System.Security.Cryptography;
using SreGym.Oci.References;

namespace SreGym.Oci.Storage;

/// <summary>Collects a blob in memory; hashed while its bytes are in the processor's cache.</summary>
internal sealed class MemoryBlobWriter(MemoryBlobStore store) : IBlobWriter
{
    private readonly MemoryStream _content = new();
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public long Length => _content.Length;

    public ValueTask WriteAsync(ReadOnlySequence<byte> content, CancellationToken cancellationToken)
    {
        if (content.Length > Array.MaxLength - _content.Length)
        {
            throw new StoreFullException($"The memory store holds blobs of {Array.MaxLength} bytes at most.");
        }

        store.Reserve(content.Length);
        foreach (var segment in content)
        {
            _content.Write(segment.Span);
            _hash.AppendData(segment.Span);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<bool> CommitAsync(Digest expected, CancellationToken cancellationToken)
    {
        var isExpected = expected.Algorithm == "sha256"
            ? expected == Digest.FromHash("sha256", _hash.GetCurrentHash())
            : expected.Matches(_content.GetBuffer().AsSpan(0, (int)_content.Length));
        if (isExpected && store.FindSize(expected) is null)
        {
            store.Add(expected, _content.Capacity == _content.Length ? _content.GetBuffer() : _content.ToArray());
        }

        return ValueTask.FromResult(isExpected);
    }

    public ValueTask DisposeAsync()
    {
        if (_content.CanRead)
        {
            store.Release(_content.Length);
            _hash.Dispose();
        }

        return _content.DisposeAsync();
    }
}
