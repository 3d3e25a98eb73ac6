using System.Net;
using SreGym.Oci.Client;
using SreGym.Oci.Content;
using SreGym.Oci.References;
using SreGym.Simulation.Networking;

namespace SreGym.Simulation.Kubelet.Images;

/// <summary>
/// Pulls over HTTP as containerd does: resolve by HEAD, fetch the manifest by digest, pick the platform, fetch configuration and layers,
/// check every digest. Errors are worded as containerd 2 words them.
/// </summary>
internal sealed class ImagePuller(HttpMessageInvoker http)
{
    private const string UserAgent = "containerd/2.1.9";
    private const string NotFoundPrefix = "rpc error: code = NotFound desc = ";
    private static readonly RegistryClientOptions s_options = new() { UserAgent = UserAgent };

    /// <param name="reference">The image.</param>
    /// <param name="route">The way to its registry.</param>
    /// <param name="candidates">Credentials to try in order; none means anonymous.</param>
    /// <param name="known">Digests of configurations that are on the node.</param>
    /// <param name="cancellationToken">Ends the pull.</param>
    public async Task<PullResult> PullAsync(
        ImageReference reference,
        RegistryRoute route,
        IReadOnlyList<PullCredentials> candidates,
        IReadOnlyDictionary<string, NodeImage> known,
        CancellationToken cancellationToken)
    {
        var errors = new List<string>();
        foreach (var credentials in candidates.Count == 0 ? [null] : candidates.Cast<PullCredentials?>())
        {
            var result = await PullAsync(reference, route, credentials, known, cancellationToken);
            if (result.Image is not null)
            {
                return result;
            }

            errors.Add(result.Error);
        }

        // As k8s.io/apimachinery's errors.Aggregate prints itself.
        var different = errors.Distinct(StringComparer.Ordinal).ToList();
        return PullResult.Failed(different.Count == 1 ? different[0] : $"[{string.Join(", ", different)}]");
    }

    private async Task<PullResult> PullAsync(
        ImageReference reference,
        RegistryRoute route,
        PullCredentials? credentials,
        IReadOnlyDictionary<string, NodeImage> known,
        CancellationToken cancellationToken)
    {
        var url = $"{route.Scheme}://{reference.WireHost}/v2/{reference.Repository}/manifests/{reference.ManifestReference}";
        if (route.Endpoint is null)
        {
            return Unresolved(reference, $"failed to do request: Head \"{url}\": {route.Failure}");
        }

        var client = new RegistryClient(
            http, route.Endpoint, credentials is null ? null : new RegistryCredentials(credentials.Username, credentials.Password), s_options);
        try
        {
            var head = await client.FindManifestAsync(reference.Repository, reference.ManifestReference, cancellationToken);
            return head is null
                ? PullResult.Failed($"{NotFoundPrefix}{Prefix(reference)}failed to resolve image: {reference}: not found")
                : new PullResult(await FetchAsync(client, reference, head, known, cancellationToken), credentials, "");
        }
        catch (RegistryRequestException refused)
        {
            return refused.Failure.Method == "HEAD" ? Unresolved(reference, Describe(refused, url)) : Uncopied(reference, Describe(refused, url));
        }
        catch (Exception broken) when (broken is DigestMismatchException or FormatException or IOException)
        {
            return Uncopied(reference, broken.Message);
        }
    }

    private static async Task<NodeImage> FetchAsync(
        RegistryClient client,
        ImageReference reference,
        ManifestHead head,
        IReadOnlyDictionary<string, NodeImage> known,
        CancellationToken cancellationToken)
    {
        var top = await client.GetManifestAsync(
            reference.Repository, head.Digest?.ToString() ?? reference.ManifestReference, cancellationToken);
        var chosen = top.IsIndex
            ? await client.GetManifestAsync(reference.Repository, ChoosePlatform(top), cancellationToken)
            : top;
        var manifest = chosen.ReadManifest();
        var repoDigest = $"{reference.Name}@{top.Digest}";
        if (known.TryGetValue(manifest.Config.Digest, out var present))
        {
            return present with { RepoDigest = repoDigest };
        }

        foreach (var layer in manifest.Layers.Where(layer => !layer.IsForeign))
        {
            await CheckAsync(client, reference, layer, cancellationToken);
        }

        var config = ManifestContent.ReadConfig(await ReadAsync(client, reference, manifest.Config, cancellationToken));
        var size = chosen.Bytes.Length + manifest.Config.Size + manifest.Layers.Sum(layer => layer.Size);
        return new NodeImage(manifest.Config.Digest, repoDigest, size, config);
    }

    private static string ChoosePlatform(ManifestContent index) =>
        (index.ReadIndex().Manifests.FirstOrDefault(entry => entry.Platform is { Os: "linux", Architecture: "amd64" })
            ?? throw new FormatException("no match for platform in manifest: not found")).Digest;

    private static async Task CheckAsync(RegistryClient client, ImageReference reference, Descriptor blob, CancellationToken cancellationToken)
    {
        await using var content = await client.OpenBlobAsync(reference.Repository, Digest.Parse(blob.Digest), blob.Size, cancellationToken);
        await content.CopyToAsync(Stream.Null, cancellationToken);
    }

    private static async Task<byte[]> ReadAsync(
        RegistryClient client, ImageReference reference, Descriptor blob, CancellationToken cancellationToken)
    {
        await using var content = await client.OpenBlobAsync(reference.Repository, Digest.Parse(blob.Digest), blob.Size, cancellationToken);
        using var buffer = new MemoryStream();
        await content.CopyToAsync(buffer, cancellationToken);
        return buffer.ToArray();
    }

    private static string Describe(RegistryRequestException refused, string url) => refused switch
    {
        // The address serves many registries by host; this host it does not serve.
        { Status: HttpStatusCode.MisdirectedRequest } => $"failed to do request: Head \"{url}\": {Unreachable(new Uri(url))}",
        { Status: HttpStatusCode.Unauthorized, Failure.CredentialsSent: false } when IsBasic(refused.Failure) =>
            "pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials",
        { Status: HttpStatusCode.Unauthorized, Failure.CredentialsSent: false } =>
            "pull access denied, repository does not exist or may require authorization: authorization failed",
        { Status: { } status } =>
            $"unexpected status from {refused.Failure.Method} request to {url}: {(int)status} {ReasonPhrase(status)}",
        _ => $"failed to do request: Head \"{url}\": {refused.InnerException?.Message ?? "EOF"}",
    };

    private static string Unreachable(Uri registry) => registry.IsLoopback
        ? $"dial tcp 127.0.0.1:{registry.Port}: connect: connection refused"
        : $"dial tcp: lookup {registry.Host}: no such host";

    private static bool IsBasic(RegistryFailure failure) =>
        failure.Challenges.Any(challenge => AuthenticationChallenge.Parse(challenge)?.IsBasic is true);

    private static string ReasonPhrase(HttpStatusCode status) => new HttpResponseMessage(status).ReasonPhrase ?? "";

    private static PullResult Unresolved(ImageReference reference, string why) =>
        PullResult.Failed($"{Prefix(reference)}failed to resolve image: {why}");

    private static PullResult Uncopied(ImageReference reference, string why) => PullResult.Failed($"{Prefix(reference)}failed to copy: {why}");

    private static string Prefix(ImageReference reference) => $"failed to pull and unpack image \"{reference}\": ";
}
