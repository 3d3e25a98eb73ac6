using System.Text;
using System.Text.Json;
using SreGym.Oci.Client;
using SreGym.Oci.Content;
using SreGym.Oci.References;

namespace SreGym.TestingHost.Registries;

/// <summary>Puts small images into a registry.</summary>
public static class ImagePusher
{
    /// <summary>An image for one platform, or what refers to another manifest.</summary>
    /// <param name="client">The registry.</param>
    /// <param name="repository">Repository there.</param>
    /// <param name="reference">Tag; null to store it by its digest only.</param>
    /// <param name="platform">Such as <c>linux/amd64</c>.</param>
    /// <param name="layers">Contents of its layers; null for one that names the platform.</param>
    /// <param name="subject">What it refers to; null for nothing.</param>
    public static async Task<ManifestContent> PushImageAsync(
        this RegistryClient client, string repository, string? reference, string platform = "linux/amd64", IReadOnlyList<byte[]>? layers = null, ManifestContent? subject = null)
    {
        var (os, architecture) = (platform.Split('/')[0], platform.Split('/')[1]);
        var config = await PushBlobAsync(client, repository, JsonSerializer.SerializeToUtf8Bytes(new { os, architecture, config = new { } }));
        var pushed = new List<object>();
        foreach (var layer in layers ?? [Encoding.UTF8.GetBytes($"layer for {platform} in {repository}")])
        {
            var digest = await PushBlobAsync(client, repository, layer);
            pushed.Add(new { mediaType = MediaTypes.OciLayerGzip, digest = digest.ToString(), size = layer.Length });
        }

        var json = new Dictionary<string, object>
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = MediaTypes.OciManifest,
            ["config"] = new { mediaType = MediaTypes.OciConfig, digest = config.ToString(), size = await client.FindBlobAsync(repository, config, default) },
            ["layers"] = pushed,
        };
        if (subject is not null)
        {
            json["artifactType"] = "application/vnd.example.signature";
            json["subject"] = Describe(subject);
        }

        return await PushAsync(client, repository, reference, MediaTypes.OciManifest, json);
    }

    /// <summary>An index of an image for each platform.</summary>
    public static async Task<ManifestContent> PushIndexAsync(this RegistryClient client, string repository, string tag, params string[] platforms)
    {
        var entries = new List<object>();
        foreach (var platform in platforms)
        {
            var image = await client.PushImageAsync(repository, null, platform);
            var parts = platform.Split('/');
            entries.Add(new { mediaType = image.MediaType, digest = image.Digest.ToString(), size = image.Bytes.Length, platform = new { os = parts[0], architecture = parts[1] } });
        }

        return await PushAsync(
            client, repository, tag, MediaTypes.OciIndex, new Dictionary<string, object>
            {
                ["schemaVersion"] = 2,
                ["mediaType"] = MediaTypes.OciIndex,
                ["manifests"] = entries,
            });
    }

    /// <summary>Lists manifests under the tag that stands in for the referrers API (distribution-spec "Referrers Tag Schema").</summary>
    public static Task<ManifestContent> PushReferrersTagAsync(
        this RegistryClient client, string repository, ManifestContent subject, params ManifestContent[] referrers) => PushAsync(
            client, repository, TagOf(subject), MediaTypes.OciIndex, new Dictionary<string, object>
            {
                ["schemaVersion"] = 2,
                ["mediaType"] = MediaTypes.OciIndex,
                ["manifests"] = referrers.Select(Describe).ToList(),
            });

    /// <summary>The tag that stands in for the referrers API.</summary>
    public static string TagOf(ManifestContent subject) => subject.Digest.ToString().Replace(':', '-');

    private static object Describe(ManifestContent content) =>
        new { mediaType = content.MediaType, digest = content.Digest.ToString(), size = content.Bytes.Length };

    private static async Task<ManifestContent> PushAsync(RegistryClient client, string repository, string? reference, string mediaType, object json)
    {
        var content = new ManifestContent(mediaType, JsonSerializer.SerializeToUtf8Bytes(json));
        await client.PutManifestAsync(repository, reference ?? content.Digest.ToString(), content, default);
        return content;
    }

    private static async Task<Digest> PushBlobAsync(RegistryClient client, string repository, byte[] content)
    {
        var digest = Digest.Compute(content);
        var start = await client.StartUploadAsync(repository, digest, null, default);
        using var body = new MemoryStream(content);
        await client.UploadAsync(repository, start.Location!, digest, content.Length, body, default);
        return digest;
    }
}
