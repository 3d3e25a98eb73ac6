namespace SreGym.Oci.Content;

/// <summary>Configuration and layers of one image, or an artifact (image-spec "Image Manifest"; Docker's schema 2 has the same shape).</summary>
public sealed record ImageManifest
{
    /// <summary>Always 2.</summary>
    public required int SchemaVersion { get; init; }

    /// <summary>Media type of the manifest itself.</summary>
    public string? MediaType { get; init; }

    /// <summary>Type of the artifact, for manifests that are no images.</summary>
    public string? ArtifactType { get; init; }

    /// <summary>The configuration.</summary>
    public required Descriptor Config { get; init; }

    /// <summary>The layers, base first.</summary>
    public required IReadOnlyList<Descriptor> Layers { get; init; }

    /// <summary>The manifest this one refers to (referrers).</summary>
    public Descriptor? Subject { get; init; }

    /// <summary>Annotations.</summary>
    public IReadOnlyDictionary<string, string>? Annotations { get; init; }
}
