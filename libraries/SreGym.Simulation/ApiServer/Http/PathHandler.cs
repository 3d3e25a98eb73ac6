using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using SreGym.Simulation.Discovery;
using SreGym.Simulation.OpenApi;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.ApiServer.Http;

/// <summary>Paths that are about the server itself: version, health, discovery and OpenAPI.</summary>
internal sealed class PathHandler(ResourceCatalogue catalogue)
{
    private const string OpenApiVersions = "/openapi/v3/";

    private (IReadOnlyList<ResourceType> Custom, DiscoveryCatalog Discovery, OpenApiCatalog OpenApi)? _own;

    public Task HandleAsync(HttpContext context, RequestInfo request)
    {
        var path = request.Path.TrimEnd('/');
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            return NotFoundAsync(context);
        }

        if (path is "/version")
        {
            return ApiResponse.WriteJsonAsync(context, ServerVersion.ToJson());
        }

        if (IsHealth(path))
        {
            return ApiResponse.WriteTextAsync(context, "ok");
        }

        return path.StartsWith("/openapi/", StringComparison.Ordinal)
            ? HandleOpenApiAsync(context, path)
            : HandleDiscoveryAsync(context, path);
    }

    private static bool IsHealth(string path) =>
        path is "/livez" or "/readyz" or "/healthz"
        || path.StartsWith("/livez/", StringComparison.Ordinal)
        || path.StartsWith("/readyz/", StringComparison.Ordinal);

    private Task HandleDiscoveryAsync(HttpContext context, string path) =>
        Documents().Discovery.Find(path, context.Request.Headers.Accept) is { } document
            ? WriteAsync(context, document)
            : NotFoundAsync(context);

    private Task HandleOpenApiAsync(HttpContext context, string path)
    {
        var documents = Documents().OpenApi;
        return path switch
        {
            "/openapi/v3" => WriteAsync(context, documents.Index),
            "/openapi/v2" => WriteAsync(context, documents.Swagger),
            _ when path.StartsWith(OpenApiVersions, StringComparison.Ordinal)
                && documents.FindVersion(path[OpenApiVersions.Length..]) is { } document => WriteAsync(context, document),
            _ => NotFoundAsync(context),
        };
    }

    /// <summary>What all clusters share, unless this one has resources of its own.</summary>
    private (DiscoveryCatalog Discovery, OpenApiCatalog OpenApi) Documents()
    {
        var custom = catalogue.CustomTypes;
        if (custom.Count == 0)
        {
            return (DiscoveryCatalog.BuiltIn, OpenApiCatalog.BuiltIn);
        }

        if (_own is not { } own || !ReferenceEquals(own.Custom, custom))
        {
            IReadOnlyList<ResourceType> all = [.. ResourceTypes.All, .. custom];
            own = (custom, new DiscoveryCatalog(all), new OpenApiCatalog(all));
            _own = own;
        }

        return (own.Discovery, own.OpenApi);
    }

    private static Task WriteAsync(HttpContext context, CachedDocument document)
    {
        if (IsKnown(context, document.Hash))
        {
            return Task.CompletedTask;
        }

        return ApiResponse.WriteBytesAsync(context, document.Body, contentType: document.ContentType);
    }

    private static async Task WriteAsync(HttpContext context, OpenApiDocument document)
    {
        if (IsKnown(context, document.Hash))
        {
            return;
        }

        if (!ApiResponse.AcceptsGzip(context))
        {
            await ApiResponse.WriteBytesAsync(context, document.Decompress());
            return;
        }

        ApiResponse.Start(context, StatusCodes.Status200OK);
        context.Response.Headers.ContentEncoding = "gzip";
        context.Response.Headers.Vary = "Accept-Encoding";
        context.Response.ContentLength = document.Compressed.Length;
        await context.Response.BodyWriter.WriteAsync(document.Compressed, context.RequestAborted);
    }

    /// <summary>Whether the client has this version already; it is then told so.</summary>
    private static bool IsKnown(HttpContext context, string hash)
    {
        var tag = $"\"{hash}\"";
        context.Response.Headers.ETag = tag;
        if (!context.Request.Headers[HeaderNames.IfNoneMatch].ToString().Contains(tag, StringComparison.Ordinal))
        {
            return false;
        }

        context.Response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }

    private static Task NotFoundAsync(HttpContext context) =>
        ApiResponse.WriteTextAsync(context, "404 page not found\n", StatusCodes.Status404NotFound);
}
