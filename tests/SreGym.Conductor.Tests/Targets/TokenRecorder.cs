using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace SreGym.Conductor.Tests.Targets;

/// <summary>An API server at our outer edge that has no namespaces and remembers who asked.</summary>
internal sealed class TokenRecorder : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TokenRecorder(WebApplication app) => _app = app;

    public ConcurrentQueue<string> Authorizations { get; } = new();

    public string Address => _app.Urls.First();

    public static async Task<TokenRecorder> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var recorder = new TokenRecorder(builder.Build());
        recorder._app.Run(context =>
        {
            recorder.Authorizations.Enqueue(context.Request.Headers.Authorization.ToString());
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync("""{"kind":"NamespaceList","apiVersion":"v1","metadata":{},"items":[]}""");
        });
        await recorder._app.StartAsync();
        return recorder;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
