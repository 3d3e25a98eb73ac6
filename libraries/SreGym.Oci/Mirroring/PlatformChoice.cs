using System.Text.Json;
using SreGym.Oci.Content;
using SreGym.Oci.References;

namespace SreGym.Oci.Mirroring;

/// <summary>Finds the platforms of an image that were asked for.</summary>
internal static class PlatformChoice
{
    private const int MaximumConfigSize = 4 * 1024 * 1024;

    /// <summary>What to copy in the place of an image: itself, the image of the one platform, or an index of those asked for.</summary>
    /// <exception cref="FormatException">The image is not for a platform that was asked for.</exception>
    public static async Task<ManifestContent> ApplyAsync(ImageCopy copy, ManifestContent root, Retry retry, CancellationToken cancellationToken)
    {
        var wanted = copy.Platforms.Distinct().ToList();
        if (wanted.Count == 0)
        {
            return root;
        }

        if (!root.IsIndex)
        {
            if (await FindPlatformAsync(copy, root.ReadManifest().Config, retry, cancellationToken) is { } only)
            {
                Expect(wanted, [only]);
            }

            return root;
        }

        var index = root.ReadIndex();
        Expect(wanted, index.Manifests.Select(entry => entry.Platform).OfType<Platform>());
        var chosen = index.Manifests.Where(entry => entry.Platform is { } platform && wanted.Any(one => IsMatch(one, platform))).ToList();
        return wanted.Count == 1
            ? await ManifestTree.GetAsync(copy, chosen[0].Digest, retry, cancellationToken)
            : Narrow(root, index, chosen);
    }

    // Attestations of a chosen image stay with it: they name it in an annotation and have no platform of their own.
    private static ManifestContent Narrow(ManifestContent root, ImageIndex index, List<Descriptor> chosen)
    {
        var attestations = index.Manifests.Where(entry =>
            entry.Annotations?.GetValueOrDefault("vnd.docker.reference.digest") is { } image && chosen.Any(kept => kept.Digest == image));
        var narrow = index with { Manifests = [.. chosen, .. attestations] };
        return new ManifestContent(root.MediaType, JsonSerializer.SerializeToUtf8Bytes(narrow, OciJson.Default.ImageIndex));
    }

    private static void Expect(List<Platform> wanted, IEnumerable<Platform> known)
    {
        var missing = wanted.Where(one => !known.Any(platform => IsMatch(one, platform))).ToList();
        if (missing.Count > 0)
        {
            var choice = known.Select(platform => platform.ToString()).Where(name => name != "unknown/unknown").Distinct();
            throw new FormatException($"it has no platform {string.Join(", ", missing)}: choose among {string.Join(", ", choice)}.");
        }
    }

    private static bool IsMatch(Platform wanted, Platform platform) =>
        wanted.Os == platform.Os && wanted.Architecture == platform.Architecture && (wanted.Variant is null || wanted.Variant == platform.Variant);

    // Artifacts are for no platform; neither are images that do not say.
    private static async Task<Platform?> FindPlatformAsync(ImageCopy copy, Descriptor config, Retry retry, CancellationToken cancellationToken)
    {
        if (!MediaTypes.IsConfig(config.MediaType) || config.Size > MaximumConfigSize)
        {
            return null;
        }

        var bytes = await retry.RunAsync(
            async () =>
            {
                await using var content = new VerifyingStream(
                    await copy.Source.OpenBlobAsync(config, 0, null, cancellationToken), Digest.Parse(config.Digest), config.Size);
                using var buffer = new MemoryStream();
                await content.CopyToAsync(buffer, cancellationToken);
                return buffer.ToArray();
            },
            cancellationToken);
        return ManifestContent.ReadConfig(bytes) is { Os: { } os, Architecture: { } architecture } image
            ? new Platform { Os = os, Architecture = architecture, Variant = image.Variant }
            : null;
    }
}
