namespace SreGym.Oci.Archives;

/// <summary>One entry of an archive's <c>manifest.json</c>.</summary>
internal sealed record ArchivedImage
{
    public required string Config { get; init; }

    public IReadOnlyList<string>? RepoTags { get; init; }

    public required IReadOnlyList<string> Layers { get; init; }
}
