namespace SreGym.Oci.Content;

/// <summary>A list of manifests, one for each platform (image-spec "Image Index"; Docker's manifest list has the same shape).</summary>
public sealed record ImageIndex
{
    /// <summary>Always 2.</summary>
    public required int SchemaVersion { get; init; }

    /// <summary>Media type of the index itself.</summary>
    public string? MediaType { get; init; }

    /// <summary>Type of the artifact.</summary>
    public string? ArtifactType { get; init; }

    /// <summary>The entries.</summary>
    public required IReadOnlyList<Descriptor> Manifests { get; init; }

    /// <summary>The manifest this index refers to (referrers).</summary>
    public Descriptor? Subject { get; init; }

    /// <summary>Annotations.</summary>
    public IReadOnlyDictionary<string, string>? Annotations { get; init; }
}
