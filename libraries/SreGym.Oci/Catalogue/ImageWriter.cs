using System.Text.Json;
using SreGym.Oci.Content;
using SreGym.Oci.References;
using SreGym.Oci.Registry;
using SreGym.Oci.Storage;

namespace SreGym.Oci.Catalogue;

/// <summary>Builds declared images into a memory store, each layer once.</summary>
internal sealed class ImageWriter(MemoryBlobStore blobs)
{
    private const string Created = "2024-05-14T08:00:00Z";
    private static readonly string[] s_architectures = ["amd64", "arm64"];

    private readonly Dictionary<(string Layer, string Architecture), (Digest DiffId, Descriptor Blob)> _layers = [];

    /// <summary>The manifests of an image, its index last, and the blobs they need.</summary>
    public (IReadOnlyList<ManifestContent> Manifests, IReadOnlySet<Digest> Blobs) Build(CatalogueImage image)
    {
        var needed = new HashSet<Digest>();
        var manifests = new List<ManifestContent>();
        var entries = new List<Descriptor>();
        foreach (var architecture in s_architectures)
        {
            var manifest = BuildPlatform(image, architecture, needed);
            manifests.Add(manifest);
            entries.Add(new Descriptor
            {
                MediaType = manifest.MediaType,
                Digest = manifest.Digest.ToString(),
                Size = manifest.Bytes.Length,
                Platform = new Platform { Architecture = architecture, Os = "linux" },
            });
        }

        var index = new ImageIndex { SchemaVersion = 2, MediaType = MediaTypes.OciIndex, Manifests = entries };
        manifests.Add(new ManifestContent(MediaTypes.OciIndex, JsonSerializer.SerializeToUtf8Bytes(index, OciJson.Default.ImageIndex)));
        return (manifests, needed);
    }

    /// <summary>Puts a built image under a name.</summary>
    public static void Publish(
        RegistryVolume volume, string repository, string tag, IReadOnlyList<ManifestContent> manifests, IReadOnlySet<Digest> blobs)
    {
        foreach (var blob in blobs)
        {
            volume.LinkBlob(repository, blob);
        }

        foreach (var content in manifests)
        {
            if (!ManifestReader.TryRead(content, out var manifest, out var error)
                || (error = volume.PutManifest(repository, content.IsIndex ? tag : null, manifest)) is not null)
            {
                throw new InvalidOperationException($"The catalogue image {repository}:{tag} is broken: {error.Code} {error.Detail}");
            }
        }
    }

    private ManifestContent BuildPlatform(CatalogueImage image, string architecture, HashSet<Digest> needed)
    {
        var layers = image.Layers.Select(layer => Layer(layer, architecture)).ToList();
        var config = new ImageConfig
        {
            Created = Created,
            Architecture = architecture,
            Os = "linux",
            Config = image.ToDefaults(),
            Rootfs = new RootFileSystem { DiffIds = [.. layers.Select(layer => layer.DiffId.ToString())] },
            History = [.. image.Layers.Select(layer => new HistoryEntry { Created = Created, CreatedBy = $"COPY {layer.Name} /" })],
        };
        var manifest = new ImageManifest
        {
            SchemaVersion = 2,
            MediaType = MediaTypes.OciManifest,
            Config = Store(MediaTypes.OciConfig, JsonSerializer.SerializeToUtf8Bytes(config, OciJson.Default.ImageConfig)),
            Layers = [.. layers.Select(layer => layer.Blob)],
        };
        needed.UnionWith(manifest.Layers.Append(manifest.Config).Select(blob => Digest.Parse(blob.Digest)));
        return new ManifestContent(MediaTypes.OciManifest, JsonSerializer.SerializeToUtf8Bytes(manifest, OciJson.Default.ImageManifest));
    }

    private (Digest DiffId, Descriptor Blob) Layer(CatalogueLayer layer, string architecture)
    {
        var key = (layer.Name, layer.IsPlatformIndependent ? "any" : architecture);
        if (!_layers.TryGetValue(key, out var built))
        {
            var (diffId, gzip) = layer.Build(architecture);
            _layers[key] = built = (diffId, Store(MediaTypes.OciLayerGzip, gzip));
        }

        return built;
    }

    private Descriptor Store(string mediaType, byte[] content)
    {
        var digest = Digest.Compute(content);
        blobs.Add(digest, content);
        return new Descriptor { MediaType = mediaType, Digest = digest.ToString(), Size = content.Length };
    }
}
