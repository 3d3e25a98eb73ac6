using System.Buffers;
using SreGym.Oci.References;

namespace SreGym.Oci.Storage;

/// <summary>A blob that is being written. Used by one caller at a time.</summary>
public interface IBlobWriter : IAsyncDisposable
{
    /// <summary>Bytes written so far.</summary>
    long Length { get; }

    /// <summary>Appends bytes, all of them or none.</summary>
    /// <exception cref="StoreFullException">The store has no room for them.</exception>
    ValueTask WriteAsync(ReadOnlySequence<byte> content, CancellationToken cancellationToken);

    /// <summary>Makes the content visible under its digest; false, and nothing stored, when it has another one.</summary>
    ValueTask<bool> CommitAsync(Digest expected, CancellationToken cancellationToken);
}
