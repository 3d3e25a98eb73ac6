using SreGym.Oci.Client;
using SreGym.Oci.Content;
using SreGym.Oci.References;

namespace SreGym.Oci.Mirroring;

/// <summary>Where an image comes from: a registry, an OCI layout folder, an archive.</summary>
public interface IImageSource
{
    /// <summary>The image as messages name it.</summary>
    string Name { get; }

    /// <summary>Whose limit of parallel transfers counts; null for files.</summary>
    string? Host { get; }

    /// <summary>Tag or digest of the image.</summary>
    string Reference { get; }

    /// <summary>Type and digest of a manifest; null when there is none.</summary>
    Task<ManifestHead?> FindManifestAsync(string reference, CancellationToken cancellationToken);

    /// <summary>A manifest, verified against its digest.</summary>
    Task<ManifestContent> GetManifestAsync(string reference, CancellationToken cancellationToken);

    /// <summary>A blob from a byte on, to a last byte or its end, not verified. The caller disposes it.</summary>
    Task<Stream> OpenBlobAsync(Descriptor blob, long from, long? to, CancellationToken cancellationToken);

    /// <summary>Manifests that refer to a manifest (signatures, bills of materials); empty when there are none.</summary>
    Task<IReadOnlyList<Descriptor>> ListReferrersAsync(Digest subject, CancellationToken cancellationToken);
}
