using System.Text.Json;

namespace SreGym.Oci.Content;

/// <summary>Media types of image-spec and of Docker's registry format (image-spec "Media Types").</summary>
public static class MediaTypes
{
    public const string OciManifest = "application/vnd.oci.image.manifest.v1+json";
    public const string OciIndex = "application/vnd.oci.image.index.v1+json";
    public const string OciConfig = "application/vnd.oci.image.config.v1+json";
    public const string OciLayer = "application/vnd.oci.image.layer.v1.tar";
    public const string OciLayerGzip = "application/vnd.oci.image.layer.v1.tar+gzip";
    public const string OciEmpty = "application/vnd.oci.empty.v1+json";
    public const string DockerManifest = "application/vnd.docker.distribution.manifest.v2+json";
    public const string DockerManifestList = "application/vnd.docker.distribution.manifest.list.v2+json";
    public const string DockerSchema1 = "application/vnd.docker.distribution.manifest.v1+json";
    public const string DockerSchema1Signed = "application/vnd.docker.distribution.manifest.v1+prettyjws";
    public const string DockerConfig = "application/vnd.docker.container.image.v1+json";
    public const string OctetStream = "application/octet-stream";

    /// <summary>The manifest types we understand, most wanted first: what <c>Accept</c> lists.</summary>
    public static IReadOnlyList<string> Manifests { get; } = [OciIndex, DockerManifestList, OciManifest, DockerManifest];

    /// <summary>True for every kind of manifest there is, also for those that are refused.</summary>
    public static bool IsKnown(string mediaType) => IsIndex(mediaType) || IsManifest(mediaType) || IsSchema1(mediaType);

    /// <summary>The type a manifest gives itself, for registries that serve it as something general; null when it gives none.</summary>
    public static string? Sniff(ReadOnlySpan<byte> manifest)
    {
        try
        {
            var reader = new Utf8JsonReader(manifest);
            using var document = JsonDocument.ParseValue(ref reader);
            return document.RootElement is not { ValueKind: JsonValueKind.Object } root ? null
                : root.TryGetProperty("mediaType", out var type) && type.ValueKind == JsonValueKind.String ? Normalize(type.GetString())
                : root.TryGetProperty("schemaVersion", out var version) && version.ValueKind == JsonValueKind.Number && version.GetDouble() == 1 ? DockerSchema1
                : root.TryGetProperty("manifests", out _) ? OciIndex
                : root.TryGetProperty("layers", out _) ? OciManifest
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>True for a list of manifests, OCI's or Docker's.</summary>
    public static bool IsIndex(string mediaType) => mediaType is OciIndex or DockerManifestList;

    /// <summary>True for a manifest of one image or artifact, OCI's or Docker's.</summary>
    public static bool IsManifest(string mediaType) => mediaType is OciManifest or DockerManifest;

    /// <summary>True for the configuration of an image, OCI's or Docker's; artifacts have others.</summary>
    public static bool IsConfig(string mediaType) => mediaType is OciConfig or DockerConfig;

    /// <summary>True for Docker's first format, which has no content-addressed configuration and is refused everywhere.</summary>
    public static bool IsSchema1(string mediaType) => mediaType is DockerSchema1 or DockerSchema1Signed;

    /// <summary>True for layers that stay at their publisher and are never pushed (image-spec "Non-distributable layers").</summary>
    public static bool IsForeignLayer(string mediaType) =>
        mediaType.Contains(".nondistributable.", StringComparison.Ordinal) || mediaType.Contains(".foreign.", StringComparison.Ordinal);

    /// <summary>The type without its parameters, lower-case.</summary>
    public static string Normalize(string? contentType) =>
        (contentType ?? "").Split(';', 2)[0].Trim().ToLowerInvariant();
}
