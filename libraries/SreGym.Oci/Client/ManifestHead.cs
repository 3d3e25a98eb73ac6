using SreGym.Oci.References;

namespace SreGym.Oci.Client;

/// <summary>What <c>HEAD</c> of a manifest told.</summary>
/// <param name="MediaType">Media type without parameters.</param>
/// <param name="Size">Length in bytes; null when the registry did not say.</param>
/// <param name="Digest">Its digest; null when the registry did not say.</param>
public sealed record ManifestHead(string MediaType, long? Size, Digest? Digest);
