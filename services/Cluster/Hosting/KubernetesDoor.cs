using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;

namespace SreGym.Cluster.Hosting;

/// <summary>Sends <c>/clusters/&lt;id&gt;/…</c> to the API server of that cluster.</summary>
internal sealed class KubernetesDoor(ClusterDirectory clusters)
{
    public async Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        if (!path.StartsWith(ClusterPaths.Prefix + "/", StringComparison.Ordinal))
        {
            await RefuseAsync(context, "Clusters are found below /clusters/<id>/.");
            return;
        }

        var start = ClusterPaths.Prefix.Length + 1;
        var end = path.IndexOf('/', start);
        var id = end < 0 ? path[start..] : path[start..end];
        if (!clusters.TryFind(id, out var cluster))
        {
            await RefuseAsync(context, $"There is no cluster '{id}'.");
            return;
        }

        context.Request.PathBase = context.Request.PathBase.Add(ClusterPaths.Prefix + "/" + id);
        context.Request.Path = end < 0 ? "/" : path[end..];
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize = null;
        await cluster.Handler.HandleAsync(context);
    }

    private static async Task RefuseAsync(HttpContext context, string message)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        context.Response.ContentType = "application/json";
        var status = JsonSerializer.Serialize(new
        {
            kind = "Status",
            apiVersion = "v1",
            metadata = new { },
            status = "Failure",
            message,
            reason = "NotFound",
            code = StatusCodes.Status404NotFound,
        });
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(status), context.RequestAborted);
    }
}
