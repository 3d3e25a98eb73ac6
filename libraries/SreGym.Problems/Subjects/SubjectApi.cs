using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using k8s;
using k8s.Autorest;

namespace SreGym.Problems.Subjects;

/// <summary>
/// The subject's API server, object by object and without loss: JSON stays JSON, so that what is put back is what was there.
/// Connection, certificates and credentials are KubernetesClient's. Writes carry the field manager of an everyday kubectl.
/// </summary>
public sealed class SubjectApi(Kubernetes client)
{
    private const string FieldManager = "kubectl-client-side-apply";
    private const string UserAgent = "kubectl/v1.34.1 (linux/amd64) kubernetes/93248f9";

    /// <summary>The object; null when there is none.</summary>
    public async Task<JsonObject?> FindAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Get, key.Resource.GetPath(key.Namespace, key.Name), null, cancellationToken);
        return response.StatusCode == HttpStatusCode.NotFound ? null : await ReadAsync(response, cancellationToken);
    }

    /// <summary>Creates the object; null when one of that name exists already.</summary>
    public async Task<JsonObject?> TryCreateAsync(ObjectKey key, JsonObject manifest, CancellationToken cancellationToken)
    {
        var path = $"{key.Resource.GetPath(key.Namespace)}?fieldManager={FieldManager}";
        using var response = await SendAsync(HttpMethod.Post, path, manifest, cancellationToken);
        if (response.StatusCode == HttpStatusCode.Conflict)
        {
            var content = await response.Content.ReadAsStringAsync(cancellationToken);
            return content.Contains("AlreadyExists", StringComparison.Ordinal) ? null : throw Refused(response, content);
        }

        return await ReadAsync(response, cancellationToken);
    }

    /// <summary>Replaces the object; null when it has changed since it was read or is gone.</summary>
    public async Task<JsonObject?> TryReplaceAsync(ObjectKey key, JsonObject manifest, CancellationToken cancellationToken)
    {
        var path = $"{key.Resource.GetPath(key.Namespace, key.Name)}?fieldManager={FieldManager}";
        using var response = await SendAsync(HttpMethod.Put, path, manifest, cancellationToken);
        return response.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.NotFound
            ? null
            : await ReadAsync(response, cancellationToken);
    }

    /// <summary>Deletes the object, its dependents in the background. False when it is not there.</summary>
    public async Task<bool> DeleteAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        var options = new JsonObject { ["kind"] = "DeleteOptions", ["apiVersion"] = "v1", ["propagationPolicy"] = "Background" };
        using var response = await SendAsync(
            HttpMethod.Delete, key.Resource.GetPath(key.Namespace, key.Name), options, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return false;
        }

        await ReadAsync(response, cancellationToken);
        return true;
    }

    /// <summary>
    /// All objects of a kind, in one namespace or everywhere, in the newest version that the server serves; null when it serves none.
    /// </summary>
    public async Task<ObjectList?> FindAllAsync(
        KubernetesResource resource, string? @namespace, CancellationToken cancellationToken, string? labelSelector = null)
    {
        ArgumentNullException.ThrowIfNull(resource);
        foreach (var version in resource.InEveryVersion)
        {
            if (await FindAllInVersionAsync(version, @namespace, labelSelector, cancellationToken) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>Changes of a kind from a version on, until the server ends the watch.</summary>
    public async IAsyncEnumerable<WatchUpdate> WatchAsync(
        KubernetesResource resource,
        string? @namespace,
        string resourceVersion,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(resource);
        var path = $"{resource.GetPath(@namespace)}?watch=true&allowWatchBookmarks=true&timeoutSeconds=1800"
            + $"&resourceVersion={Uri.EscapeDataString(resourceVersion)}";
        using var response = await SendAsync(HttpMethod.Get, path, null, cancellationToken);
        await EnsureSuccessAsync(response, cancellationToken);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var reader = new StreamReader(stream);
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Length > 0 && JsonNode.Parse(line) is JsonObject update && update["object"] is JsonObject subject)
            {
                update.Remove("object");
                yield return new WatchUpdate((string)update["type"]!, subject);
            }
        }
    }

    /// <summary>Asks a Service of the subject over HTTP, through the API server.</summary>
    public async Task<ProxyResponse> GetThroughServiceAsync(
        string @namespace, string servicePort, string pathAndQuery, CancellationToken cancellationToken)
    {
        var path = $"api/v1/namespaces/{@namespace}/services/{servicePort}/proxy{pathAndQuery}";
        using var response = await SendAsync(HttpMethod.Get, path, null, cancellationToken);
        return new ProxyResponse((int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
    }

    /// <summary>A token for a ServiceAccount (authentication.k8s.io/v1 TokenRequest).</summary>
    public async Task<string> CreateTokenAsync(ObjectKey account, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(account);
        var request = new JsonObject
        {
            ["apiVersion"] = "authentication.k8s.io/v1",
            ["kind"] = "TokenRequest",
            ["spec"] = new JsonObject { ["expirationSeconds"] = (long)lifetime.TotalSeconds },
        };
        var path = account.Resource.GetPath(account.Namespace, account.Name) + "/token";
        using var response = await SendAsync(HttpMethod.Post, path, request, cancellationToken);
        return (string)(await ReadAsync(response, cancellationToken))["status"]!["token"]!;
    }

    private async Task<ObjectList?> FindAllInVersionAsync(
        KubernetesResource resource, string? @namespace, string? labelSelector, CancellationToken cancellationToken)
    {
        var query = labelSelector is null ? "" : $"?labelSelector={Uri.EscapeDataString(labelSelector)}";
        using var response = await SendAsync(HttpMethod.Get, resource.GetPath(@namespace) + query, null, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        var list = await ReadAsync(response, cancellationToken);
        var items = new List<JsonObject>();
        foreach (var item in list["items"]?.AsArray().OfType<JsonObject>() ?? [])
        {
            item["apiVersion"] = resource.ApiVersion;
            item["kind"] = resource.Kind;
            items.Add(item);
        }

        return new ObjectList(items, (string?)list["metadata"]?["resourceVersion"] ?? "");
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken)
    {
        var root = client.BaseUri.AbsoluteUri;
        using var request = new HttpRequestMessage(method, new Uri((root.EndsWith('/') ? root : root + "/") + path));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.Add("User-Agent", UserAgent);
        if (body is not null)
        {
            request.Content = JsonContent.Create(body);
        }

        if (client.Credentials is { } credentials)
        {
            await credentials.ProcessHttpRequestAsync(request, cancellationToken);
        }

        return await client.HttpClient.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    private static async Task<JsonObject> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await EnsureSuccessAsync(response, cancellationToken);
        return await response.Content.ReadFromJsonAsync<JsonObject>(cancellationToken) ?? [];
    }

    private static async Task EnsureSuccessAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (!response.IsSuccessStatusCode)
        {
            throw Refused(response, await response.Content.ReadAsStringAsync(cancellationToken));
        }
    }

    private static HttpOperationException Refused(HttpResponseMessage response, string content) =>
        new($"The API server answered {(int)response.StatusCode} {response.StatusCode} to {response.RequestMessage?.RequestUri?.AbsolutePath}.")
        {
            Response = new HttpResponseMessageWrapper(response, content),
        };
}
