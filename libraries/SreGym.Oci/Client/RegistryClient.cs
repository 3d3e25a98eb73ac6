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
    private const int MostPages = 1000;
    private const int MostReferrers = 10_000;

    private readonly RegistryConnection _connection;
    private readonly RegistryClientOptions _options;

    /// <param name="http">Connections, see <see cref="RegistryTransport"/>; not disposed.</param>
    /// <param name="endpoint">Where the registry is.</param>
    /// <param name="access">Who asks, most often <see cref="RegistryCredentials"/>; null for anonymous.</param>
    /// <param name="options">Behaviour; null for the defaults.</param>
    public RegistryClient(
        HttpMessageInvoker http, RegistryEndpoint endpoint, IRegistryAccess? access = null, RegistryClientOptions? options = null)
    {
        _options = options ?? new RegistryClientOptions();
        _connection = new RegistryConnection(http, endpoint, access, _options);
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
        var body = await ReadAsync(response, cancellationToken);
        var expected = Digest.TryParse(reference, out var asked) ? asked : FindDigest(response);
        if (expected is not null && !expected.Matches(body))
        {
            throw new DigestMismatchException(expected.ToString(), Digest.Compute(body).ToString());
        }

        var mediaType = MediaTypes.Normalize(response.Content.Headers.ContentType?.ToString());
        return new ManifestContent(MediaTypes.IsKnown(mediaType) ? mediaType : MediaTypes.Sniff(body) ?? mediaType, body, expected);
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
        ArgumentNullException.ThrowIfNull(digest);
        return new VerifyingStream(await OpenRangeAsync(repository, digest, size, 0, null, cancellationToken), digest, size, onRead);
    }

    /// <summary>A part of a blob, not verified. The caller disposes the stream.</summary>
    /// <param name="repository">Repository below the registry.</param>
    /// <param name="digest">Digest of the blob.</param>
    /// <param name="size">Size of the whole blob; null when unknown.</param>
    /// <param name="from">First byte.</param>
    /// <param name="to">Last byte; null for the end.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="RegistryRequestException">Neither 200 nor 206.</exception>
    /// <exception cref="NotSupportedException"><paramref name="to"/> was given and the registry sends the whole.</exception>
    /// <exception cref="DigestMismatchException">The registry announces another length than the descriptor promises.</exception>
    public async Task<Stream> OpenRangeAsync(
        string repository, Digest digest, long? size, long from, long? to, CancellationToken cancellationToken)
    {
        var request = Read(HttpMethod.Get, $"/v2/{repository}/blobs/{digest}", Pull(repository));
        var response = await _connection.SendAsync(from == 0 && to is null ? request : request with { From = from, To = to }, cancellationToken);
        try
        {
            await ExpectSuccessAsync(request, response, cancellationToken);
            var isPart = response.StatusCode == HttpStatusCode.PartialContent;
            if (size is not null && !isPart && response.Content.Headers.ContentLength is { } announced && announced != size)
            {
                throw new DigestMismatchException($"{size} bytes", $"a Content-Length of {announced}");
            }

            if (to is not null && !isPart)
            {
                throw new NotSupportedException($"{Endpoint.Name} does not serve parts of blobs.");
            }

            if (isPart && response.Content.Headers.ContentRange?.From is { } start && start != from)
            {
                throw new DigestMismatchException($"a part from byte {from}", $"one from byte {start}");
            }

            var content = new PatientStream(response, await response.Content.ReadAsStreamAsync(cancellationToken), _options);
            // A registry without ranges sends the whole: what was asked for lies further on.
            await content.SkipAsync(isPart ? 0 : from, cancellationToken);
            return content;
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
        using var response = await SendCreatingAsync(repository, request, cancellationToken);
        await ExpectSuccessAsync(request, response, cancellationToken);
        return response.StatusCode == HttpStatusCode.Created
            ? new UploadStart(true, null)
            : new UploadStart(false, Locate(request, response));
    }

    /// <summary>The upload that <see cref="StartUploadAsync"/> has started, to be filled.</summary>
    /// <param name="repository">Repository to push to.</param>
    /// <param name="location">From <see cref="StartUploadAsync"/>.</param>
    /// <param name="digest">Digest of the content.</param>
    /// <param name="size">Its length.</param>
    public BlobUpload ContinueUpload(string repository, Uri location, Digest digest, long size) =>
        new(_connection, Push(repository), location, digest, size);

    /// <summary>Sends the whole content of a started upload in one request.</summary>
    /// <param name="repository">Repository to push to.</param>
    /// <param name="location">From <see cref="StartUploadAsync"/>.</param>
    /// <param name="digest">Digest of the content.</param>
    /// <param name="size">Its length.</param>
    /// <param name="content">The content, read once.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task UploadAsync(string repository, Uri location, Digest digest, long size, Stream content, CancellationToken cancellationToken) =>
        ContinueUpload(repository, location, digest, size).SendAsync(content, cancellationToken);

    /// <summary>Pushes a manifest under a tag or its own digest.</summary>
    /// <returns>True when the registry lists it among the referrers of its subject by itself (<c>OCI-Subject</c>).</returns>
    public async Task<bool> PutManifestAsync(string repository, string reference, ManifestContent manifest, CancellationToken cancellationToken)
    {
        var request = new RegistryRequest(HttpMethod.Put, At($"/v2/{repository}/manifests/{reference}"), Push(repository))
        {
            Content = () => new ReadOnlyMemoryContent(manifest.Bytes) { Headers = { ContentType = new MediaTypeHeaderValue(manifest.MediaType) } },
        };
        using var response = await SendCreatingAsync(repository, request, cancellationToken);
        await ExpectSuccessAsync(request, response, cancellationToken);
        return response.Headers.Contains("OCI-Subject");
    }

    /// <summary>The manifests that refer to a digest; null when the registry has no referrers API.</summary>
    /// <exception cref="RegistryRequestException">Any other answer than 200 or what registries without it give: 400, 404, 405, 501.</exception>
    public async Task<IReadOnlyList<Descriptor>?> FindReferrersAsync(string repository, Digest digest, CancellationToken cancellationToken)
    {
        var found = new List<Descriptor>();
        var pages = 0;
        for (var address = At($"/v2/{repository}/referrers/{digest}"); address is not null;)
        {
            if (++pages > MostPages || found.Count > MostReferrers)
            {
                throw new FormatException($"{Endpoint.Name} lists referrers of {digest} without end: {found.Count} on {pages - 1} pages so far.");
            }

            var request = new RegistryRequest(HttpMethod.Get, address, Pull(repository)) { Accept = [MediaTypes.OciIndex] };
            using var response = await _connection.SendAsync(request, cancellationToken);
            // Older registries answer paths they do not know in many ways.
            if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest or HttpStatusCode.MethodNotAllowed
                or HttpStatusCode.NotImplemented || (response.IsSuccessStatusCode && MediaTypes.Normalize(response.Content.Headers.ContentType?.ToString()) != MediaTypes.OciIndex))
            {
                return null;
            }

            await ExpectSuccessAsync(request, response, cancellationToken);
            found.AddRange(new ManifestContent(MediaTypes.OciIndex, await ReadAsync(response, cancellationToken)).ReadIndex().Manifests);
            address = NextPage.Find(address, response);
        }

        return found;
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

    /// <summary>The tags of a repository, all pages.</summary>
    public async Task<IReadOnlyList<string>> ListTagsAsync(string repository, CancellationToken cancellationToken)
    {
        var tags = new List<string>();
        for (var address = At($"/v2/{repository}/tags/list"); address is not null;)
        {
            var request = new RegistryRequest(HttpMethod.Get, address, Pull(repository));
            using var response = await _connection.SendAsync(request, cancellationToken);
            await ExpectSuccessAsync(request, response, cancellationToken);
            var body = await ReadAsync(response, cancellationToken);
            tags.AddRange(JsonSerializer.Deserialize(body, ClientJson.Default.TagsAnswer)?.Tags ?? []);
            address = NextPage.Find(address, response);
        }

        return tags;
    }

    private Uri At(string path) => Endpoint.Resolve(path);

    private RegistryRequest Read(HttpMethod method, string path, string scope) => new(method, At(path), scope);

    private async Task<HttpResponseMessage> SendCreatingAsync(string repository, RegistryRequest request, CancellationToken cancellationToken)
    {
        var response = await _connection.SendAsync(request, cancellationToken);
        if (response.StatusCode != HttpStatusCode.NotFound)
        {
            return response;
        }

        using (response)
        {
            var failed = await _connection.FailAsync(request, response, cancellationToken);
            if (!await _connection.TryCreateRepositoryAsync(repository, failed.Failure, cancellationToken))
            {
                throw failed;
            }
        }

        return await _connection.SendAsync(request, cancellationToken);
    }

    private async Task<byte[]> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var limit = new Deadline(_options.Timeout, _options.Time, cancellationToken);
        try
        {
            return await AnswerReader.ReadBodyAsync(response.Content, _options.MaximumManifestSize, limit.Token);
        }
        catch (OperationCanceledException) when (limit.IsOver)
        {
            throw new IOException($"{Endpoint.Name} is too slow: {limit.ToException().Message}", limit.ToException());
        }
    }

    private async Task ExpectSuccessAsync(RegistryRequest request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (!response.IsSuccessStatusCode)
        {
            throw await _connection.FailAsync(request, response, cancellationToken);
        }
    }

    private static Uri Locate(RegistryRequest request, HttpResponseMessage response) => UploadLocation.Find(request.Address, response)
        ?? throw new FormatException($"The registry answered {(int)response.StatusCode} to {request.Method} {request.Address.AbsolutePath} without a Location.");

    private static Digest? FindDigest(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Docker-Content-Digest", out var values) && Digest.TryParse(values.First(), out var digest) ? digest : null;

    private static ByteArrayContent Empty() => new([]);

    private static string Pull(string repository) => $"repository:{repository}:pull";

    private static string Push(string repository) => $"repository:{repository}:pull,push";
}
