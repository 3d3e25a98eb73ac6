using SreGym.Oci.Content;
using SreGym.Oci.References;

namespace SreGym.Cli.Mirror;

/// <summary>One image to copy, as it was written.</summary>
/// <param name="Source">Where from.</param>
/// <param name="Target">Where to.</param>
/// <param name="Platforms">Platforms of this image; empty for those of the call.</param>
internal sealed record MirrorItem(SourceText Source, ImageReference Target, IReadOnlyList<Platform> Platforms)
{
    public static MirrorItem Parse(string source, string target, IReadOnlyList<Platform> platforms)
    {
        var from = SourceText.Parse(source);
        if (!ImageReference.TryParse(target, out var to, out var error))
        {
            throw new UsageException($"target: {error}");
        }

        return new MirrorItem(from, IsBare(target) ? Complete(to, from) : to, platforms);
    }

    private static bool IsBare(string target) => target[(target.LastIndexOf('/') + 1)..].IndexOfAny([':', '@']) < 0;

    // A target without a tag gets that of the source, or its digest; the name of an image in an archive may be a whole reference.
    private static ImageReference Complete(ImageReference target, SourceText source) => source.Image switch
    {
        { Tag: { } tag } => ImageReference.Create(target.Registry, target.Repository, tag),
        { Digest: { } digest } => target.WithDigest(digest),
        _ when source.Tag is { } tag && ImageReference.TryParse($"{target.Name}:{tag[(tag.LastIndexOf(':') + 1)..]}", out var named, out _) => named,
        _ => target,
    };
}
