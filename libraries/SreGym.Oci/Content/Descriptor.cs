using System.Text.Json.Serialization;

namespace SreGym.Oci.Content;

/// <summary>Points to content by type, digest and size (image-spec "Content Descriptors").</summary>
public sealed record Descriptor
{
    /// <summary>Media type of the content.</summary>
    public required string MediaType { get; init; }

    /// <summary>Digest of the content.</summary>
    public required string Digest { get; init; }

    /// <summary>Its length in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>Where a foreign layer is published.</summary>
    public IReadOnlyList<string>? Urls { get; init; }

    /// <summary>Annotations of the reference, not of the content.</summary>
    public IReadOnlyDictionary<string, string>? Annotations { get; init; }

    /// <summary>For which platform an entry of an index is.</summary>
    public Platform? Platform { get; init; }

    /// <summary>Type of the artifact the manifest stands for.</summary>
    public string? ArtifactType { get; init; }

    /// <summary>The content itself, when it is small enough to be embedded.</summary>
    public string? Data { get; init; }

    /// <summary>True when the content stays at its publisher and is not held by the registry.</summary>
    [JsonIgnore]
    public bool IsForeign => Urls is { Count: > 0 } || MediaTypes.IsForeignLayer(MediaType);
}
