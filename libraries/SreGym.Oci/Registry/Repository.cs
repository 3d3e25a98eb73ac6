using SreGym.Oci.References;

namespace SreGym.Oci.Registry;

/// <summary>What one repository holds. Guarded by its volume.</summary>
internal sealed class Repository
{
    public Dictionary<Digest, StoredManifest> Manifests { get; } = [];

    public SortedDictionary<string, Digest> Tags { get; } = new(LexicalOrder.Instance);

    public HashSet<Digest> Blobs { get; } = [];
}
