using System.Text.Json;
using SreGym.Oci.Client;
using SreGym.Oci.Content;
using SreGym.Oci.References;

namespace SreGym.Oci.Mirroring;

/// <summary>Referrers in registries without the API: an index under a tag made of the digest (distribution-spec "Referrers Tag Schema").</summary>
internal static class ReferrersTag
{
    private const int HexLength = 64;

    /// <summary>The referrers that a registry lists, by its API or, where it has none, under the tag.</summary>
    public static async Task<IReadOnlyList<Descriptor>> ListAsync(
        RegistryClient client, string repository, Digest subject, CancellationToken cancellationToken) =>
        await client.FindReferrersAsync(repository, subject, cancellationToken) ?? await ReadAsync(client, repository, subject, cancellationToken);

    /// <summary>Adds a manifest to the index of its subject.</summary>
    public static async Task AddAsync(
        RegistryClient client, string repository, Digest subject, Descriptor referrer, CancellationToken cancellationToken)
    {
        var known = await ReadAsync(client, repository, subject, cancellationToken);
        if (known.Any(entry => entry.Digest == referrer.Digest))
        {
            return;
        }

        var index = new ImageIndex { SchemaVersion = 2, MediaType = MediaTypes.OciIndex, Manifests = [.. known, referrer] };
        var content = new ManifestContent(MediaTypes.OciIndex, JsonSerializer.SerializeToUtf8Bytes(index, OciJson.Default.ImageIndex));
        await client.PutManifestAsync(repository, Of(subject), content, cancellationToken);
    }

    private static async Task<IReadOnlyList<Descriptor>> ReadAsync(
        RegistryClient client, string repository, Digest subject, CancellationToken cancellationToken)
    {
        var head = await client.FindManifestAsync(repository, Of(subject), cancellationToken);
        if (head is null)
        {
            return [];
        }

        var index = await client.GetManifestAsync(repository, Of(subject), cancellationToken);
        return index.IsIndex ? index.ReadIndex().Manifests : [];
    }

    private static string Of(Digest subject) => $"{subject.Algorithm}-{subject.Hex[..Math.Min(HexLength, subject.Hex.Length)]}";
}
