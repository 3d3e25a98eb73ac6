namespace SreGym.Oci.Mirroring;

/// <summary>How far the copy of one image is.</summary>
public sealed record CopyProgress
{
    /// <summary>The copy.</summary>
    public required ImageCopy Copy { get; init; }

    /// <summary>State.</summary>
    public required CopyState State { get; init; }

    /// <summary>Digest of the image; empty before it is known.</summary>
    public string Digest { get; init; } = "";

    /// <summary>Bytes of all blobs of the image.</summary>
    public long BytesTotal { get; init; }

    /// <summary>Bytes sent to the target.</summary>
    public long BytesCopied { get; init; }

    /// <summary>Blobs sent to the target.</summary>
    public int BlobsCopied { get; init; }

    /// <summary>Blobs the target took from another of its repositories.</summary>
    public int BlobsMounted { get; init; }

    /// <summary>Blobs the target repository held already.</summary>
    public int BlobsSkipped { get; init; }

    /// <summary>Manifests copied that refer to the image: signatures, attestations, bills of materials.</summary>
    public int ReferrersCopied { get; init; }
}
