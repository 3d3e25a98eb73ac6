using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using SreGym.TestingHost;

namespace SreGym.Cli.Tests.Recovery;

/// <summary>An API server that knows who it is and has nothing else.</summary>
internal sealed class KnownServer : IAsyncDisposable
{
    /// <summary>The only request that may be sent to another cluster than the episode's.</summary>
    public const string Question = "GET /api/v1/namespaces/kube-system";

    private readonly ConcurrentQueue<string> _asked = new();
    private LoopbackServer? _server;

    /// <summary>Method and path of every request, in their order.</summary>
    public IReadOnlyList<string> Asked => [.. _asked];

    public string Address => _server!.Address.GetLeftPart(UriPartial.Authority);

    /// <param name="uid">Of namespace kube-system.</param>
    /// <param name="answersItself">Sees each request first; true when it has answered.</param>
    public static async Task<KnownServer> StartAsync(string uid, Func<HttpContext, Task<bool>>? answersItself = null)
    {
        var known = new KnownServer();
        known._server = await LoopbackServer.StartAsync(async context =>
        {
            var asked = $"{context.Request.Method} {context.Request.Path}";
            known._asked.Enqueue(asked);
            if (answersItself is null || !await answersItself(context))
            {
                await AnswerAsync(context, asked, uid);
            }
        });
        return known;
    }

    public ValueTask DisposeAsync() => _server!.DisposeAsync();

    private static Task AnswerAsync(HttpContext context, string asked, string uid)
    {
        switch (asked)
        {
            case Question:
                return WriteAsync(context, new { apiVersion = "v1", kind = "Namespace", metadata = new { name = "kube-system", uid } });
            case "GET /api/v1/persistentvolumes":
                return WriteAsync(context, new { apiVersion = "v1", kind = "PersistentVolumeList", metadata = new { }, items = Array.Empty<object>() });
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return WriteAsync(context, new { apiVersion = "v1", kind = "Status", status = "Failure", reason = "NotFound", code = 404 });
        }
    }

    private static Task WriteAsync(HttpContext context, object answer) =>
        context.Response.WriteAsJsonAsync(answer, JsonSerializerOptions.Web, context.RequestAborted);
}
