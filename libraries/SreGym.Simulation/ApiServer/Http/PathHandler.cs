using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.ApiServer.Http;

/// <summary>Paths that are about the server itself.</summary>
internal sealed class PathHandler(ResourceCatalogue catalogue)
{
    public Task HandleAsync(HttpContext context, RequestInfo request)
    {
        var path = request.Path.TrimEnd('/');
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            return ApiResponse.WriteTextAsync(context, "404 page not found\n", StatusCodes.Status404NotFound);
        }

        if (path is "/version")
        {
            return ApiResponse.WriteJsonAsync(context, ServerVersion.ToJson());
        }

        return path is "/livez" or "/readyz" or "/healthz" || path.StartsWith("/livez/", StringComparison.Ordinal) || path.StartsWith("/readyz/", StringComparison.Ordinal)
            ? ApiResponse.WriteTextAsync(context, "ok")
            : HandleDiscoveryAsync(context, path);
    }

    private Task HandleDiscoveryAsync(HttpContext context, string path) => path switch
    {
        "/api" => ApiResponse.WriteJsonAsync(context, GroupDiscovery.CoreVersions()),
        "/apis" => ApiResponse.WriteJsonAsync(context, GroupDiscovery.Groups(catalogue)),
        _ when GroupDiscovery.FindResources(catalogue, path) is { } resources => ApiResponse.WriteJsonAsync(context, resources),
        _ => ApiResponse.WriteTextAsync(context, "404 page not found\n", StatusCodes.Status404NotFound),
    };
}
