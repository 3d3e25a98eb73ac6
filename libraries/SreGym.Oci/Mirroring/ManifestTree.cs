using SreGym.Oci.Content;

namespace SreGym.Oci.Mirroring;

/// <summary>The manifests of an image: itself, and below an index those of its platforms.</summary>
/// <param name="Root">What the reference means in the target.</param>
/// <param name="Children">What it lists, level by level, the deepest first: as registries want them pushed.</param>
internal sealed record ManifestTree(ManifestContent Root, IReadOnlyList<IReadOnlyList<ManifestContent>> Children)
{
    private const int DeepestNesting = 8;
    private const int MostManifests = 1000;
    private const long MostBytes = 32 * 1024 * 1024;
    private const int ParallelManifests = 8;

    public IEnumerable<ManifestContent> All => Children.SelectMany(level => level).Append(Root);

    public static async Task<ManifestTree> ReadAsync(ImageCopy copy, Retry retry, CancellationToken cancellationToken)
    {
        var root = await GetAsync(copy, copy.Source.Reference, retry, cancellationToken);
        return await ReadAsync(copy, await PlatformChoice.ApplyAsync(copy, root, retry, cancellationToken), retry, cancellationToken);
    }

    public static async Task<ManifestTree> ReadAsync(ImageCopy copy, ManifestContent root, Retry retry, CancellationToken cancellationToken)
    {
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
            if (seen.Count - 1 > MostManifests)
            {
                throw new FormatException($"it lists {seen.Count - 1} manifests, and at most {MostManifests} are copied: copy what you need of it by digest.");
            }

            level = await GetAllAsync(copy, entries, MostBytes - levels.Sum(known => known.Sum(Size)) - Size(root), retry, cancellationToken);
            levels.Insert(0, level);
        }

        return new ManifestTree(root, levels);
    }

    private static long Size(ManifestContent manifest) => manifest.Bytes.Length;

    // All of them are held until the image is copied: together they must not be larger than is good for the machine.
    private static async Task<IReadOnlyList<ManifestContent>> GetAllAsync(
        ImageCopy copy, List<Descriptor> entries, long left, Retry retry, CancellationToken cancellationToken)
    {
        var manifests = new ManifestContent[entries.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, entries.Count),
            new ParallelOptions { MaxDegreeOfParallelism = ParallelManifests, CancellationToken = cancellationToken },
            async (index, token) =>
            {
                manifests[index] = await GetAsync(copy, entries[index].Digest, retry, token);
                if (Interlocked.Add(ref left, -Size(manifests[index])) < 0)
                {
                    throw new FormatException($"its manifests have more than {MostBytes} bytes together: copy what you need of it by digest.");
                }
            });
        return manifests;
    }

    public static async Task<ManifestContent> GetAsync(ImageCopy copy, string reference, Retry retry, CancellationToken cancellationToken)
    {
        var manifest = await retry.RunAsync(() => copy.Source.GetManifestAsync(reference, cancellationToken), cancellationToken);
        if (MediaTypes.IsSchema1(manifest.MediaType))
        {
            throw new FormatException(
                "the source serves a schema 1 manifest, which has no digests to keep: push the image there with a current client.");
        }

        if (!MediaTypes.IsIndex(manifest.MediaType) && !MediaTypes.IsManifest(manifest.MediaType))
        {
            throw new FormatException($"the source serves {reference} as \"{manifest.MediaType}\", which is no manifest of an image or artifact.");
        }

        // Whoever goes by the one would run other content than who goes by the other (image-spec "Image Manifest", mediaType).
        var declared = manifest.IsIndex ? manifest.ReadIndex().MediaType : manifest.ReadManifest().MediaType;
        return string.IsNullOrEmpty(declared) || MediaTypes.Normalize(declared) == manifest.MediaType
            ? manifest
            : throw new FormatException($"its mediaType is {declared}, but it is served as {manifest.MediaType}: push it to the source again.");
    }
}
