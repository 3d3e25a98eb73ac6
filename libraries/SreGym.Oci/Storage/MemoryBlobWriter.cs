using SreGym.Oci.References;

namespace SreGym.Oci.Storage;

/// <summary>Collects a blob in memory; hashed once, at the end.</summary>
internal sealed class MemoryBlobWriter(MemoryBlobStore store) : IBlobWriter
{
    private readonly MemoryStream _content = new();

    public long Length => _content.Length;

    public ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        _content.Write(content.Span);
        return ValueTask.CompletedTask;
    }

    public ValueTask<bool> CommitAsync(Digest expected, CancellationToken cancellationToken)
    {
        var isExpected = expected.Matches(_content.GetBuffer().AsSpan(0, (int)_content.Length));
        if (isExpected && store.FindSize(expected) is null)
        {
            store.Add(expected, _content.ToArray());
        }

        return ValueTask.FromResult(isExpected);
    }

    public ValueTask DisposeAsync() => _content.DisposeAsync();
}
