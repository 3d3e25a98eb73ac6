using System.Diagnostics.CodeAnalysis;
using SreGym.Oci.Content;
using SreGym.Oci.References;

namespace SreGym.Oci.Registry;

/// <summary>Checks pushed manifests.</summary>
internal static class ManifestReader
{
    private const int SchemaVersion = 2;

    /// <summary>Takes a pushed manifest apart; on failure <paramref name="error"/> is what to answer.</summary>
    public static bool TryRead(
        ManifestContent content, [NotNullWhen(true)] out StoredManifest? manifest, [NotNullWhen(false)] out RegistryError? error)
    {
        manifest = null;
        error = null;
        try
        {
            manifest = content.IsIndex
                ? Read(content, content.ReadIndex())
                : MediaTypes.IsManifest(content.MediaType)
                    ? Read(content, content.ReadManifest())
                    : throw new FormatException(
                        MediaTypes.IsSchema1(content.MediaType)
                            ? "schema 1 manifests are not supported: push the image with a current client"
                            : $"unsupported media type \"{content.MediaType}\"");
            return true;
        }
        catch (FormatException invalid)
        {
            error = RegistryError.ManifestInvalid(invalid.Message);
            return false;
        }
    }

    private static StoredManifest Read(ManifestContent content, ImageIndex index)
    {
        Check(content, index.SchemaVersion, index.MediaType);
        return new StoredManifest(
            content,
            [],
            [],
            [.. index.Manifests.Select(child => Digest.Parse(child.Digest)).Distinct()],
            ReadSubject(index.Subject),
            Describe(content, index.ArtifactType is "" ? null : index.ArtifactType, index.Annotations));
    }

    private static StoredManifest Read(ManifestContent content, ImageManifest image)
    {
        Check(content, image.SchemaVersion, image.MediaType);
        return new StoredManifest(
            content,
            [.. image.Layers.Where(layer => !layer.IsForeign).Prepend(image.Config).Select(blob => Digest.Parse(blob.Digest)).Distinct()],
            [.. image.Layers.Where(layer => layer.IsForeign).Select(blob => Digest.Parse(blob.Digest)).Distinct()],
            [],
            ReadSubject(image.Subject),
            Describe(content, image.ArtifactType is null or "" ? image.Config.MediaType : image.ArtifactType, image.Annotations));
    }

    private static void Check(ManifestContent content, int schemaVersion, string? mediaType)
    {
        if (schemaVersion != SchemaVersion)
        {
            throw new FormatException($"schemaVersion is {schemaVersion}, expected {SchemaVersion}");
        }

        if (mediaType is not null && mediaType != content.MediaType)
        {
            throw new FormatException($"mediaType is \"{mediaType}\" but Content-Type is \"{content.MediaType}\"");
        }
    }

    private static Digest? ReadSubject(Descriptor? subject) => subject is null ? null : Digest.Parse(subject.Digest);

    private static Descriptor Describe(ManifestContent content, string? artifactType, IReadOnlyDictionary<string, string>? annotations) => new()
    {
        MediaType = content.MediaType,
        Digest = content.Digest.ToString(),
        Size = content.Bytes.Length,
        ArtifactType = artifactType,
        Annotations = annotations,
    };
}
