using SreGym.Oci.References;

namespace SreGym.Oci.Storage;

/// <summary>Content by digest. A blob is visible complete and verified, or not at all.</summary>
public interface IBlobStore
{
    /// <summary>Blobs that somebody is about to use: garbage collection leaves them.</summary>
    BlobLeases Leases { get; }

    /// <summary>Size of a blob; null when there is none.</summary>
    long? FindSize(Digest digest);

    /// <summary>The content, seekable; null when there is none. The caller disposes it.</summary>
    Stream? OpenRead(Digest digest);

    /// <summary>Starts a new blob. The caller disposes the writer, committed or not.</summary>
    /// <param name="id">Unique name of the upload, fit for a file name.</param>
    /// <param name="owner">Whose it is; kept with it where the store survives a restart.</param>
    IBlobWriter StartWrite(string id, string owner);

    /// <summary>Removes a blob; false when there was none.</summary>
    bool Delete(Digest digest);

    /// <summary>All blobs, in no order.</summary>
    IReadOnlyCollection<Digest> List();
}
