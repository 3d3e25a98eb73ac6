using System.Text.Json;
using SreGym.Oci.Client;
using SreGym.Oci.Content;
using SreGym.Oci.Mirroring;
using SreGym.Oci.References;

namespace SreGym.Oci.Archives;

/// <summary>
/// An image of a tar that <c>docker save</c> has written. Its layers are sent as they lie in the archive; the manifest is made from its
/// <c>manifest.json</c>, so that the same archive always has the same digest.
/// </summary>
public sealed class DockerArchiveSource : IImageSource
{
    private readonly TarFile _tar;
    private readonly ManifestContent _manifest;
    private readonly IReadOnlyDictionary<string, string> _entries;

    private DockerArchiveSource(TarFile tar, ManifestContent manifest, IReadOnlyDictionary<string, string> entries, string name)
    {
        (_tar, _manifest, _entries, Name) = (tar, manifest, entries, name);
    }

    /// <inheritdoc />
    public string Name { get; }

    /// <inheritdoc />
    public string? Host => null;

    /// <inheritdoc />
    public string Reference => _manifest.Digest.ToString();

    /// <summary>Opens an archive; layers are hashed when their digests are not in the image's configuration.</summary>
    /// <param name="path">The tar.</param>
    /// <param name="tag">Which image, when it holds several.</param>
    /// <param name="cancellationToken">Cancels the hashing.</param>
    /// <exception cref="FormatException">It is no such archive, or the image is not in it.</exception>
    public static async Task<DockerArchiveSource> OpenAsync(string path, string? tag, CancellationToken cancellationToken)
    {
        var tar = TarFile.Open(path);
        var image = Choose(path, tag, ReadList(path, tar));
        var entries = new Dictionary<string, string>(StringComparer.Ordinal);
        var configBytes = tar.ReadAll(image.Config);
        var config = await DescribeAsync(tar, image.Config, MediaTypes.OciConfig, Digest.Compute(configBytes), cancellationToken);
        entries[config.Digest] = image.Config;
        var diffIds = ManifestContent.ReadConfig(configBytes).Rootfs?.DiffIds ?? [];
        if (diffIds.Count != image.Layers.Count)
        {
            throw new FormatException($"{path}: the configuration names {diffIds.Count} layers, manifest.json {image.Layers.Count}.");
        }

        var layers = new List<Descriptor>();
        foreach (var (entry, diffId) in image.Layers.Zip(diffIds))
        {
            var isGzip = tar.StartsWith(entry, [0x1f, 0x8b]);
            var layer = await DescribeAsync(
                tar, entry, isGzip ? MediaTypes.OciLayerGzip : MediaTypes.OciLayer, isGzip ? null : Digest.Parse(diffId), cancellationToken);
            entries[layer.Digest] = entry;
            layers.Add(layer);
        }

        var manifest = new ImageManifest { SchemaVersion = 2, MediaType = MediaTypes.OciManifest, Config = config, Layers = layers };
        var content = new ManifestContent(MediaTypes.OciManifest, JsonSerializer.SerializeToUtf8Bytes(manifest, OciJson.Default.ImageManifest));
        return new DockerArchiveSource(tar, content, entries, $"docker-archive:{path}{(tag is null ? "" : ":" + tag)}");
    }

    /// <inheritdoc />
    public Task<ManifestHead?> FindManifestAsync(string reference, CancellationToken cancellationToken) => Task.FromResult(
        reference == Reference ? new ManifestHead(_manifest.MediaType, _manifest.Bytes.Length, _manifest.Digest) : null);

    /// <inheritdoc />
    public Task<ManifestContent> GetManifestAsync(string reference, CancellationToken cancellationToken) => reference == Reference
        ? Task.FromResult(_manifest)
        : throw new FormatException($"the archive holds no manifest {reference}.");

    /// <inheritdoc />
    public Task<Stream> OpenBlobAsync(Descriptor blob, long from, long? to, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(blob);
        return Task.FromResult(_tar.OpenEntry(_entries[blob.Digest], from));
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<Descriptor>> ListReferrersAsync(Digest subject, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Descriptor>>([]);

    private static List<ArchivedImage> ReadList(string path, TarFile tar)
    {
        try
        {
            return JsonSerializer.Deserialize(tar.ReadAll("manifest.json"), ArchiveJson.Default.ListArchivedImage) ?? [];
        }
        catch (JsonException error)
        {
            throw new FormatException($"{path}: manifest.json is not valid: {error.Message}", error);
        }
    }

    private static ArchivedImage Choose(string path, string? tag, List<ArchivedImage> images)
    {
        var chosen = tag is null ? images : images.FindAll(image => image.RepoTags?.Any(name => name == tag || name.EndsWith(":" + tag, StringComparison.Ordinal)) == true);
        var names = string.Join(", ", images.SelectMany(image => image.RepoTags ?? []));
        return chosen switch
        {
            [var only] => only,
            [] => throw new FormatException($"{path} holds no image{(tag is null ? "" : $" {tag}")}: it has {names}."),
            _ => throw new FormatException($"{path} holds several images: name one, docker-archive:{path}:<tag>. It has {names}."),
        };
    }

    private static async Task<Descriptor> DescribeAsync(
        TarFile tar, string entry, string mediaType, Digest? digest, CancellationToken cancellationToken) => new()
        {
            MediaType = mediaType,
            Digest = (digest ?? await tar.HashAsync(entry, cancellationToken)).ToString(),
            Size = tar.Size(entry),
        };
}
