using SreGym.Oci.References;

namespace SreGym.Oci.Registry;

/// <summary>What one repository holds. Guarded by its volume.</summary>
internal sealed class Repository
{
    public Dictionary<Digest, StoredManifest> Manifests { get; } = [];

    public SortedDictionary<string, Digest> Tags { get; } = new(LexicalOrder.Instance);

    /// <summary>Blobs, and when a client was last told that each is there.</summary>
    public Dictionary<Digest, DateTimeOffset> Blobs { get; } = [];
}
