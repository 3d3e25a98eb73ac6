using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using SreGym.Oci.Content;

namespace SreGym.Oci.Registry;

/// <summary><c>/v2/</c>, catalog, tag lists and referrers (distribution-spec end-1, end-8, end-12).</summary>
internal static class ListEndpoints
{
    private const string Json = "application/json";
    private const int MaximumReferrersSize = (4 * 1024 * 1024) - 1024;

    public static async Task<RegistryError?> BaseAsync(RegistryExchange exchange)
    {
        if (RefuseMethod(exchange) is { } refused)
        {
            return refused;
        }

        exchange.Response.ContentType = Json;
        exchange.Response.ContentLength = 2;
        if (!exchange.IsHead)
        {
            await exchange.Response.Body.WriteAsync("{}"u8.ToArray(), exchange.Aborted);
        }

        return null;
    }

    public static async Task<RegistryError?> CatalogAsync(RegistryExchange exchange)
    {
        var error = RefuseMethod(exchange) ?? ReadPage(exchange, out _);
        if (error is not null)
        {
            return error;
        }

        var page = Page(exchange, exchange.Volume.ListRepositories(), "/v2/_catalog");
        await exchange.WriteJsonAsync(StatusCodes.Status200OK, Json, new RepositoryList(page), RegistryJson.Default.RepositoryList);
        return null;
    }

    public static async Task<RegistryError?> TagsAsync(RegistryExchange exchange)
    {
        var error = RefuseMethod(exchange) ?? ReadPage(exchange, out _);
        if (error is not null)
        {
            return error;
        }

        if (exchange.Volume.FindTags(exchange.Repository) is not { } tags)
        {
            return RegistryError.NameUnknown(exchange.Repository);
        }

        var page = Page(exchange, tags, $"/v2/{exchange.Repository}/tags/list");
        await exchange.WriteJsonAsync(StatusCodes.Status200OK, Json, new TagList(exchange.Repository, page), RegistryJson.Default.TagList);
        return null;
    }

    public static async Task<RegistryError?> ReferrersAsync(RegistryExchange exchange)
    {
        if (RefuseMethod(exchange) is { } refused)
        {
            return refused;
        }

        if (!References.Digest.TryParse(exchange.Route.Reference, out var subject))
        {
            return RegistryError.DigestInvalid(exchange.Route.Reference);
        }

        var referrers = exchange.Volume.ListReferrers(exchange.Repository, subject);
        if (exchange.FindQuery("artifactType") is { Length: > 0 } wanted)
        {
            referrers = [.. referrers.Where(referrer => referrer.ArtifactType == wanted)];
            exchange.Response.Headers["OCI-Filters-Applied"] = "artifactType";
        }

        var index = new ImageIndex { SchemaVersion = 2, MediaType = MediaTypes.OciIndex, Manifests = PageReferrers(exchange, subject, referrers) };
        await exchange.WriteJsonAsync(StatusCodes.Status200OK, MediaTypes.OciIndex, index, RegistryJson.Default.ImageIndex);
        return null;
    }

    // "Listing Referrers": an index may be no larger than a manifest may be; the rest is behind the Link.
    private static List<Descriptor> PageReferrers(RegistryExchange exchange, References.Digest subject, IReadOnlyList<Descriptor> referrers)
    {
        IEnumerable<Descriptor> rest = referrers.OrderBy(referrer => referrer.Digest, StringComparer.Ordinal);
        if (exchange.FindQuery("last") is { Length: > 0 } last)
        {
            rest = rest.Where(referrer => string.CompareOrdinal(referrer.Digest, last) > 0);
        }

        List<Descriptor> page = [];
        var size = 0L;
        foreach (var referrer in rest)
        {
            size += JsonSerializer.SerializeToUtf8Bytes(referrer, RegistryJson.Default.Descriptor).Length + 1;
            if (size > MaximumReferrersSize && page.Count > 0)
            {
                var filter = exchange.FindQuery("artifactType") is { Length: > 0 } type ? $"artifactType={Uri.EscapeDataString(type)}&" : "";
                exchange.Response.Headers.Link =
                    $"</v2/{exchange.Repository}/referrers/{subject}?{filter}last={Uri.EscapeDataString(page[^1].Digest)}>; rel=\"next\"";
                break;
            }

            page.Add(referrer);
        }

        return page;
    }

    private static RegistryError? RefuseMethod(RegistryExchange exchange)
    {
        if (exchange.IsRead)
        {
            return null;
        }

        exchange.Response.Headers.Allow = "GET, HEAD";
        return RegistryError.Unsupported($"{exchange.Request.Method} is not defined here");
    }

    private static RegistryError? ReadPage(RegistryExchange exchange, out int? size)
    {
        size = null;
        if (exchange.FindQuery("n") is not { Length: > 0 } text)
        {
            return null;
        }

        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed))
        {
            return RegistryError.PaginationInvalid(text);
        }

        size = parsed;
        return null;
    }

    private static List<string> Page(RegistryExchange exchange, IReadOnlyList<string> names, string path)
    {
        _ = ReadPage(exchange, out var size);
        IEnumerable<string> rest = names;
        if (exchange.FindQuery("last") is { Length: > 0 } last)
        {
            rest = rest.Where(name => LexicalOrder.Instance.Compare(name, last) > 0);
        }

        if (size is not { } limit)
        {
            return [.. rest];
        }

        List<string> page = [.. rest.Take(limit)];
        if (page.Count > 0 && page[^1] != names[^1])
        {
            exchange.Response.Headers.Link = $"<{path}?n={limit}&last={Uri.EscapeDataString(page[^1])}>; rel=\"next\"";
        }

        return page;
    }
}
