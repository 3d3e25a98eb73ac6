using System.Text.Json;
using SreGym.Oci.Content;

namespace SreGym.Oci.Mirroring;

/// <summary>The manifests of an image: itself, and below an index those of its platforms.</summary>
/// <param name="Root">What the reference means in the target.</param>
/// <param name="Children">What it lists, level by level, the deepest first: as registries want them pushed.</param>
internal sealed record ManifestTree(ManifestContent Root, IReadOnlyList<IReadOnlyList<ManifestContent>> Children)
{
    private const int DeepestNesting = 8;

    public IEnumerable<ManifestContent> All => Children.SelectMany(level => level).Append(Root);

    public static async Task<ManifestTree> ReadAsync(ImageCopy copy, Retry retry, CancellationToken cancellationToken)
    {
        var root = await GetAsync(copy, copy.Source.Reference, retry, cancellationToken);
        return await ReadAsync(copy, copy.Platforms.Count == 0 || !root.IsIndex ? root : Choose(copy, root), retry, cancellationToken);
    }

    public static async Task<ManifestTree> ReadAsync(ImageCopy copy, ManifestContent root, Retry retry, CancellationToken cancellationToken)
    {
        // A single platform of an index stands for itself: its descriptor was put in the place of the whole.
        if (root.IsIndex && copy.Platforms.Count == 1 && root.ReadIndex().Manifests is [var only])
        {
            root = await GetAsync(copy, only.Digest, retry, cancellationToken);
        }

        var levels = new List<IReadOnlyList<ManifestContent>>();
        var seen = new HashSet<string>(StringComparer.Ordinal) { root.Digest.ToString() };
        for (IReadOnlyList<ManifestContent> level = [root]; level.Any(manifest => manifest.IsIndex);)
        {
            if (levels.Count == DeepestNesting)
            {
                throw new FormatException($"its indexes are nested more than {DeepestNesting} deep.");
            }

            var entries = level.Where(manifest => manifest.IsIndex).SelectMany(index => index.ReadIndex().Manifests)
                .Where(entry => seen.Add(entry.Digest)).ToList();
            level = await Task.WhenAll(entries.Select(entry => GetAsync(copy, entry.Digest, retry, cancellationToken)));
            levels.Insert(0, level);
        }

        return new ManifestTree(root, levels);
    }

    public static async Task<ManifestContent> GetAsync(ImageCopy copy, string reference, Retry retry, CancellationToken cancellationToken)
    {
        var manifest = await retry.RunAsync(() => copy.Source.GetManifestAsync(reference, cancellationToken), cancellationToken);
        if (MediaTypes.IsSchema1(manifest.MediaType))
        {
            throw new FormatException(
                "the source serves a schema 1 manifest, which has no digests to keep: push the image there with a current client.");
        }

        return MediaTypes.IsIndex(manifest.MediaType) || MediaTypes.IsManifest(manifest.MediaType)
            ? manifest
            : throw new FormatException($"the source serves {reference} as \"{manifest.MediaType}\", which is no manifest of an image or artifact.");
    }

    // Attestations of a chosen image stay with it: they name it in an annotation and have no platform of their own.
    private static ManifestContent Choose(ImageCopy copy, ManifestContent root)
    {
        var index = root.ReadIndex();
        var chosen = index.Manifests.Where(entry => entry.Platform is { } platform && copy.Platforms.Any(wanted => IsMatch(wanted, platform))).ToList();
        var missing = copy.Platforms.Where(wanted => !chosen.Any(entry => IsMatch(wanted, entry.Platform!))).ToList();
        if (missing.Count > 0)
        {
            var known = string.Join(", ", index.Manifests.Select(entry => entry.Platform?.ToString()).Where(name => name is not (null or "unknown/unknown")));
            throw new FormatException($"it has no platform {string.Join(", ", missing)}: choose among {known}.");
        }

        if (copy.Platforms.Count > 1)
        {
            chosen.AddRange(index.Manifests.Where(entry =>
                entry.Annotations?.GetValueOrDefault("vnd.docker.reference.digest") is { } image && chosen.Any(kept => kept.Digest == image)));
        }

        var kept = index with { Manifests = [.. chosen.Take(copy.Platforms.Count == 1 ? 1 : chosen.Count)] };
        return new ManifestContent(root.MediaType, JsonSerializer.SerializeToUtf8Bytes(kept, OciJson.Default.ImageIndex));
    }

    private static bool IsMatch(Platform wanted, Platform platform) =>
        wanted.Os == platform.Os && wanted.Architecture == platform.Architecture && (wanted.Variant is null || wanted.Variant == platform.Variant);
}
