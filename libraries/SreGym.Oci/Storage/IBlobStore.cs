using SreGym.Oci.References;

namespace SreGym.Oci.Storage;

/// <summary>Content by digest. A blob is visible complete and verified, or not at all.</summary>
public interface IBlobStore
{
    /// <summary>Size of a blob; null when there is none.</summary>
    long? FindSize(Digest digest);

    /// <summary>The content, seekable; null when there is none. The caller disposes it.</summary>
    Stream? OpenRead(Digest digest);

    /// <summary>Starts a new blob. The caller disposes the writer, committed or not.</summary>
    IBlobWriter StartWrite();

    /// <summary>Removes a blob; false when there was none.</summary>
    bool Delete(Digest digest);

    /// <summary>All blobs, in no order.</summary>
    IReadOnlyCollection<Digest> List();
}
