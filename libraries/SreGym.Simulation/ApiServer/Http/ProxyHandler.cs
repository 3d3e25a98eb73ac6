using SreGym.Simulation.Runtime;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.ApiServer.Http;

/// <summary>Passes HTTP requests on to pods and services.</summary>
internal sealed class ProxyHandler(INodeRuntime? nodes)
{
    public async Task HandleAsync(RequestScope scope)
    {
        if (nodes is null || scope.Type == ResourceTypes.Nodes)
        {
            throw ApiErrors.InternalError("this cluster has no nodes that answer");
        }

        var context = scope.Context;
        var (name, port) = Split(scope.Name);
        var answer = await nodes.ProxyAsync(
            new ProxyRequest(
                scope.Namespace ?? "",
                name,
                scope.Type == ResourceTypes.Services,
                port,
                context.Request.Method,
                scope.Request.Rest.Length > 0 ? scope.Request.Rest : "/",
                context.Request.QueryString.Value ?? "",
                await BodyReader.ReadBytesAsync(context)),
            context.RequestAborted);
        await ApiResponse.WriteBytesAsync(context, answer.Body, answer.StatusCode, answer.ContentType);
    }

    /// <summary>Name and port of <c>name</c>, <c>name:port</c> or <c>scheme:name:port</c>.</summary>
    private static (string Name, string Port) Split(string name) => name.Split(':') switch
    {
        [_, var named, var port] => (named, port),
        [var named, var port] => (named, port),
        _ => (name, ""),
    };
}
