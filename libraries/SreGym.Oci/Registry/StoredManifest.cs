using SreGym.Oci.Content;
using SreGym.Oci.References;

namespace SreGym.Oci.Registry;

/// <summary>A manifest and what it points to.</summary>
/// <param name="Content">The manifest.</param>
/// <param name="Blobs">Blobs that must be there for it.</param>
/// <param name="Foreign">Blobs that may be there: layers that stay at their publisher.</param>
/// <param name="Children">Manifests it lists.</param>
/// <param name="Subject">Manifest it refers to; null for none.</param>
/// <param name="Referrer">Its entry in the referrers list of the subject.</param>
internal sealed record StoredManifest(
    ManifestContent Content,
    IReadOnlyList<Digest> Blobs,
    IReadOnlyList<Digest> Foreign,
    IReadOnlyList<Digest> Children,
    Digest? Subject,
    Descriptor Referrer);
