using SreGym.Oci.Client;
using SreGym.Oci.Content;
using SreGym.Oci.References;

namespace SreGym.Oci.Mirroring;

/// <summary>One image to copy.</summary>
public sealed record ImageCopy
{
    /// <summary>The image to read.</summary>
    public required IImageSource Source { get; init; }

    /// <summary>Registry to write to.</summary>
    public required RegistryClient Target { get; init; }

    /// <summary>The image there, as others will refer to it; repository and tag decide where it is written.</summary>
    public required ImageReference TargetImage { get; init; }

    /// <summary>
    /// Platforms to copy of an index. One: its image alone is written. Several: an index of them, whose digest is not the source's.
    /// </summary>
    /// <value>Empty: all, byte by byte the same.</value>
    public IReadOnlyList<Platform> Platforms { get; init; } = [];

    /// <summary>True to copy what refers to the image as well: signatures, attestations, bills of materials.</summary>
    /// <value>True.</value>
    public bool IncludesReferrers { get; init; } = true;

    /// <summary>A repository of the target registry that holds the blobs for certain: the source's, when it is the same registry.</summary>
    internal string? Home => Source is RegistryImageSource source && source.Host == Target.Endpoint.Name ? source.Repository : null;
}
