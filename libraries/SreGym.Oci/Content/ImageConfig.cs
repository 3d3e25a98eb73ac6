namespace SreGym.Oci.Content;

/// <summary>How to run an image (image-spec "Image Configuration").</summary>
public sealed record ImageConfig
{
    /// <summary>RFC 3339 time of creation.</summary>
    public string? Created { get; init; }

    /// <summary>CPU the image is for.</summary>
    public string? Architecture { get; init; }

    /// <summary>Operating system it is for.</summary>
    public string? Os { get; init; }

    /// <summary>Variant of the CPU.</summary>
    public string? Variant { get; init; }

    /// <summary>Defaults of a container made from it.</summary>
    public ContainerDefaults? Config { get; init; }

    /// <summary>The uncompressed layers.</summary>
    public RootFileSystem? Rootfs { get; init; }

    /// <summary>How the layers came to be.</summary>
    public IReadOnlyList<HistoryEntry>? History { get; init; }
}
