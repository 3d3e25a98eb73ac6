using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using SreGym.Oci.Content;
using SreGym.Oci.References;

namespace SreGym.Oci.Client;

/// <summary>
/// A client of one registry (OCI distribution-spec v1.1). The first request goes without credentials; the registry's challenge decides
/// how they are sent. Outcomes that callers expect are return values, everything else is a <see cref="RegistryRequestException"/>.
/// </summary>
public sealed class RegistryClient
{
    private readonly RegistryConnection _connection;
    private readonly RegistryClientOptions _options;

    /// <param name="http">Connections, see <see cref="RegistryTransport.Create"/>; not disposed.</param>
    /// <param name="endpoint">Where the registry is.</param>
    /// <param name="credentials">Who asks; null for anonymous.</param>
    /// <param name="options">Behaviour; null for the defaults.</param>
    public RegistryClient(
        HttpMessageInvoker http, RegistryEndpoint endpoint, RegistryCredentials? credentials = null, RegistryClientOptions? options = null)
    {
        _options = options ?? new RegistryClientOptions();
        _connection = new RegistryConnection(http, endpoint, credentials, _options);
    }

    /// <summary>Where the registry is.</summary>
    public RegistryEndpoint Endpoint => _connection.Endpoint;

    /// <summary><c>GET /v2/</c>: 200 when the registry lets us in, 401 when it does not.</summary>
    /// <exception cref="RegistryRequestException">There was no answer.</exception>
    public async Task<RegistryPing> PingAsync(CancellationToken cancellationToken)
    {
        using var response = await _connection.SendAsync(Read(HttpMethod.Get, "/v2/", ""), cancellationToken);
        return new RegistryPing(response.StatusCode, RegistryConnection.Challenges(response));
    }

    /// <summary><c>HEAD</c> of a manifest; null when the registry answers 404.</summary>
    /// <param name="repository">Repository below the registry.</param>
    /// <param name="reference">Tag or digest.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="RegistryRequestException">Any other answer than 200 or 404, or none.</exception>
    public async Task<ManifestHead?> FindManifestAsync(string repository, string reference, CancellationToken cancellationToken)
    {
        var request = Read(HttpMethod.Head, $"/v2/{repository}/manifests/{reference}", Pull(repository)) with { Accept = MediaTypes.Manifests };
        using var response = await _connection.SendAsync(request, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        await ExpectSuccessAsync(request, response, cancellationToken);
        return new ManifestHead(
            MediaTypes.Normalize(response.Content.Headers.ContentType?.ToString()), response.Content.Headers.ContentLength, FindDigest(response));
    }

    /// <summary><c>GET</c> of a manifest, verified against its digest.</summary>
    /// <exception cref="RegistryRequestException">Any other answer than 200.</exception>
    /// <exception cref="DigestMismatchException">The content is not what was asked for, or too large.</exception>
    public async Task<ManifestContent> GetManifestAsync(string repository, string reference, CancellationToken cancellationToken)
    {
        var request = Read(HttpMethod.Get, $"/v2/{repository}/manifests/{reference}", Pull(repository)) with { Accept = MediaTypes.Manifests };
        using var response = await _connection.SendAsync(request, cancellationToken);
        await ExpectSuccessAsync(request, response, cancellationToken);
        var body = await AnswerReader.ReadBodyAsync(response.Content, _options.MaximumManifestSize, cancellationToken);
        var expected = Digest.TryParse(reference, out var asked) ? asked : FindDigest(response);
        if (expected is not null && !expected.Matches(body))
        {
            throw new DigestMismatchException(expected.ToString(), Digest.Compute(body).ToString());
        }

        return new ManifestContent(MediaTypes.Normalize(response.Content.Headers.ContentType?.ToString()), body, expected);
    }

    /// <summary>Size of a blob; null when the repository does not hold it.</summary>
    public async Task<long?> FindBlobAsync(string repository, Digest digest, CancellationToken cancellationToken)
    {
        var request = Read(HttpMethod.Head, $"/v2/{repository}/blobs/{digest}", Pull(repository));
        using var response = await _connection.SendAsync(request, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        await ExpectSuccessAsync(request, response, cancellationToken);
        return response.Content.Headers.ContentLength ?? 0;
    }

    /// <summary>The content of a blob; reading it to its end verifies it. The caller disposes the stream.</summary>
    /// <param name="repository">Repository below the registry.</param>
    /// <param name="digest">Digest of the blob.</param>
    /// <param name="size">Size its descriptor promises; null when unknown.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <param name="onRead">Told the count of bytes of each read; null for nobody.</param>
    /// <exception cref="RegistryRequestException">Any other answer than 200.</exception>
    public async Task<Stream> OpenBlobAsync(
        string repository, Digest digest, long? size, CancellationToken cancellationToken, Action<int>? onRead = null)
    {
        var request = Read(HttpMethod.Get, $"/v2/{repository}/blobs/{digest}", Pull(repository));
        var response = await _connection.SendAsync(request, cancellationToken);
        try
        {
            await ExpectSuccessAsync(request, response, cancellationToken);
            return new VerifyingStream(await response.Content.ReadAsStreamAsync(cancellationToken), digest, size, onRead);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    /// <summary>Starts an upload, or has the blob mounted from another repository of the registry.</summary>
    /// <param name="repository">Repository to push to.</param>
    /// <param name="digest">The blob.</param>
    /// <param name="from">Repository that may hold it already; null to upload in any case.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<UploadStart> StartUploadAsync(string repository, Digest digest, string? from, CancellationToken cancellationToken)
    {
        var query = from is null ? "" : $"?mount={Uri.EscapeDataString(digest.ToString())}&from={Uri.EscapeDataString(from)}";
        var scope = Push(repository) + (from is null ? "" : $" repository:{from}:pull");
        var request = new RegistryRequest(HttpMethod.Post, At($"/v2/{repository}/blobs/uploads/{query}"), scope) { Content = Empty };
        using var response = await _connection.SendAsync(request, cancellationToken);
        await ExpectSuccessAsync(request, response, cancellationToken);
        return response.StatusCode == HttpStatusCode.Created
            ? new UploadStart(true, null)
            : new UploadStart(false, Locate(request, response));
    }

    /// <summary>Sends the whole content of a started upload in one request.</summary>
    /// <param name="repository">Repository to push to.</param>
    /// <param name="location">From <see cref="StartUploadAsync"/>.</param>
    /// <param name="digest">Digest of the content.</param>
    /// <param name="size">Its length.</param>
    /// <param name="content">The content, read once.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task UploadAsync(
        string repository, Uri location, Digest digest, long size, Stream content, CancellationToken cancellationToken)
    {
        var separator = location.Query.Length > 1 ? "&" : "?";
        var address = new Uri($"{location.AbsoluteUri}{separator}digest={Uri.EscapeDataString(digest.ToString())}");
        var request = new RegistryRequest(HttpMethod.Put, address, Push(repository)) { Content = () => Blob(content, size), IsSingleUse = true };
        using var response = await _connection.SendAsync(request, cancellationToken);
        await ExpectSuccessAsync(request, response, cancellationToken);
    }

    /// <summary>Pushes a manifest under a tag or its own digest.</summary>
    public async Task PutManifestAsync(string repository, string reference, ManifestContent manifest, CancellationToken cancellationToken)
    {
        var request = new RegistryRequest(HttpMethod.Put, At($"/v2/{repository}/manifests/{reference}"), Push(repository))
        {
            Content = () => new ReadOnlyMemoryContent(manifest.Bytes) { Headers = { ContentType = new MediaTypeHeaderValue(manifest.MediaType) } },
        };
        using var response = await _connection.SendAsync(request, cancellationToken);
        await ExpectSuccessAsync(request, response, cancellationToken);
    }

    /// <summary>Deletes a manifest or a tag; false when there was none.</summary>
    public async Task<bool> DeleteManifestAsync(string repository, string reference, CancellationToken cancellationToken)
    {
        var request = new RegistryRequest(HttpMethod.Delete, At($"/v2/{repository}/manifests/{reference}"), $"repository:{repository}:delete");
        using var response = await _connection.SendAsync(request, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return false;
        }

        await ExpectSuccessAsync(request, response, cancellationToken);
        return true;
    }

    /// <summary>The tags of a repository, first page.</summary>
    public async Task<IReadOnlyList<string>> ListTagsAsync(string repository, CancellationToken cancellationToken)
    {
        var request = Read(HttpMethod.Get, $"/v2/{repository}/tags/list", Pull(repository));
        using var response = await _connection.SendAsync(request, cancellationToken);
        await ExpectSuccessAsync(request, response, cancellationToken);
        var body = await AnswerReader.ReadBodyAsync(response.Content, _options.MaximumManifestSize, cancellationToken);
        return JsonSerializer.Deserialize(body, ClientJson.Default.TagsAnswer)?.Tags ?? [];
    }

    private Uri At(string path) => Endpoint.Resolve(path);

    private RegistryRequest Read(HttpMethod method, string path, string scope) => new(method, At(path), scope);

    private async Task ExpectSuccessAsync(RegistryRequest request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (!response.IsSuccessStatusCode)
        {
            throw await _connection.FailAsync(request, response, cancellationToken);
        }
    }

    private static Uri Locate(RegistryRequest request, HttpResponseMessage response) => response.Headers.Location is { } location
        ? new Uri(request.Address, location)
        : throw new InvalidDataException($"The registry answered {(int)response.StatusCode} to {request.Method} {request.Address.AbsolutePath} without a Location.");

    private static Digest? FindDigest(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Docker-Content-Digest", out var values) && Digest.TryParse(values.First(), out var digest) ? digest : null;

    private static ByteArrayContent Empty() => new([]);

    private static StreamContent Blob(Stream content, long size) => new(content)
    {
        Headers = { ContentType = new MediaTypeHeaderValue(MediaTypes.OctetStream), ContentLength = size },
    };

    private static string Pull(string repository) => $"repository:{repository}:pull";

    private static string Push(string repository) => $"repository:{repository}:pull,push";
}
