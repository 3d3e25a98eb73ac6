using SreGym.Oci.Client;
using SreGym.Oci.References;

namespace SreGym.Oci.Mirroring;

/// <summary>One image to copy.</summary>
public sealed record ImageCopy
{
    /// <summary>Registry to read from.</summary>
    public required RegistryClient Source { get; init; }

    /// <summary>The image there.</summary>
    public required ImageReference SourceImage { get; init; }

    /// <summary>Registry to write to.</summary>
    public required RegistryClient Target { get; init; }

    /// <summary>The image there, as others will refer to it; repository and tag decide where it is written.</summary>
    public required ImageReference TargetImage { get; init; }
}
