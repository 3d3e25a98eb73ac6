using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SreGym.Oci.References;

namespace SreGym.Oci.Content;

/// <summary>A manifest or index exactly as its registry holds it: the bytes decide the digest, so they are never re-serialised.</summary>
public sealed class ManifestContent
{
    /// <param name="mediaType">Its media type, without parameters.</param>
    /// <param name="bytes">Its bytes.</param>
    /// <param name="digest">Its digest; computed (sha256) when null.</param>
    public ManifestContent(string mediaType, ReadOnlyMemory<byte> bytes, Digest? digest = null)
    {
        MediaType = mediaType;
        Bytes = bytes;
        Digest = digest ?? Digest.Compute(bytes.Span);
    }

    /// <summary>Media type, without parameters.</summary>
    public string MediaType { get; }

    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Digest of the bytes.</summary>
    public Digest Digest { get; }

    /// <summary>True when it lists manifests, false when it is the manifest of one image.</summary>
    public bool IsIndex => MediaTypes.IsIndex(MediaType);

    /// <summary>Reads it as the manifest of one image.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public ImageManifest ReadManifest()
    {
        var manifest = Read(OciJson.Default.ImageManifest);
        CheckDescriptors([manifest.Config, .. manifest.Layers]);
        return manifest;
    }

    /// <summary>Reads it as an index.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public ImageIndex ReadIndex()
    {
        var index = Read(OciJson.Default.ImageIndex);
        CheckDescriptors(index.Manifests);
        return index;
    }

    /// <summary>The configuration of an image from the bytes of its blob.</summary>
    /// <exception cref="FormatException">They are no image configuration.</exception>
    public static ImageConfig ReadConfig(ReadOnlySpan<byte> blob)
    {
        try
        {
            return JsonSerializer.Deserialize(blob, OciJson.Default.ImageConfig) ?? throw new FormatException("The image configuration is null.");
        }
        catch (JsonException error)
        {
            throw new FormatException($"The image configuration is not valid: {error.Message}", error);
        }
    }

    private T Read<T>(JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(Bytes.Span, type) ?? throw new FormatException("The manifest is null.");
        }
        catch (JsonException error)
        {
            throw new FormatException($"The manifest is not valid {MediaType}: {error.Message}", error);
        }
    }

    private static void CheckDescriptors(IReadOnlyList<Descriptor?> descriptors)
    {
        foreach (var descriptor in descriptors)
        {
            if (descriptor is null || descriptor.Size < 0 || !Digest.TryParse(descriptor.Digest, out _))
            {
                throw new FormatException($"The manifest has a malformed descriptor: digest \"{descriptor?.Digest}\", size {descriptor?.Size}.");
            }
        }
    }
}
