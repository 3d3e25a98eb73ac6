using SreGym.Oci.References;

namespace SreGym.Cli.Mirror;

/// <summary>A source as it was written: an image reference, <c>oci:folder[:tag]</c> or <c>docker-archive:file[:tag]</c>.</summary>
internal sealed record SourceText(SourceKind Kind, ImageReference? Image, string Path, string? Tag)
{
    private const string Layout = "oci:";
    private const string Archive = "docker-archive:";
    private const string Docker = "docker://";

    /// <summary>The source as messages name it.</summary>
    public string Name => Image?.ToString() ?? (Kind == SourceKind.OciLayout ? Layout : Archive) + Path + (Tag is null ? "" : ":" + Tag);

    public static SourceText Parse(string text)
    {
        if (text.StartsWith(Layout, StringComparison.Ordinal))
        {
            return Split(SourceKind.OciLayout, text[Layout.Length..]);
        }

        if (text.StartsWith(Archive, StringComparison.Ordinal))
        {
            return Split(SourceKind.DockerArchive, text[Archive.Length..]);
        }

        var reference = text.StartsWith(Docker, StringComparison.Ordinal) ? text[Docker.Length..] : text;
        return ImageReference.TryParse(reference, out var image, out var error)
            ? new SourceText(SourceKind.Registry, image, "", null)
            : throw new UsageException($"source: {error}");
    }

    // The tag of an archive may be a whole reference with colons of its own: the path ends where a file or folder is.
    private static SourceText Split(SourceKind kind, string rest)
    {
        for (var end = rest.Length; end > 0; end = rest.LastIndexOf(':', end - 1))
        {
            if (System.IO.Path.Exists(rest[..end]))
            {
                return new SourceText(kind, null, rest[..end], end < rest.Length ? rest[(end + 1)..] : null);
            }
        }

        throw new UsageException($"source: there is no {(kind == SourceKind.OciLayout ? "folder" : "file")} {rest}.");
    }
}
