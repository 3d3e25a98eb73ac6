using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SreGym.Gateway.Tests;

/// <summary>An upstream that shows what reached it and streams when told to.</summary>
internal sealed class FakeApiServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly SemaphoreSlim _lines = new(0);

    private FakeApiServer(WebApplication app) => _app = app;

    public ConcurrentQueue<IReadOnlyDictionary<string, string>> Requests { get; } = [];

    /// <summary>A base address with a path, as an embedded cluster has.</summary>
    public string Address => $"{_app.Urls.Single()}/clusters/one";

    public static async Task<FakeApiServer> StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new FakeApiServer(app);
        app.Run(server.AnswerAsync);
        await app.StartAsync();
        return server;
    }

    /// <summary>Lets every open watch send one more line.</summary>
    public void SendLine() => _lines.Release();

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _lines.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var seen = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString());
        seen[":path"] = context.Request.Path + context.Request.QueryString;
        Requests.Enqueue(seen);
        context.Response.Headers.Append("Audit-Id", "1");
        context.Response.Headers.Append("Via", "1.1 somewhere");
        if (context.Request.Query.ContainsKey("watch"))
        {
            await StreamAsync(context);
            return;
        }

        context.Response.ContentType = "application/json";
        context.Response.StatusCode = context.Request.Method == "POST" ? 201 : 200;
        await context.Response.WriteAsync("""{"kind":"PodList"}""");
    }

    private async Task StreamAsync(HttpContext context)
    {
        await context.Response.Body.FlushAsync();
        for (var line = 0; !context.RequestAborted.IsCancellationRequested; line++)
        {
            await _lines.WaitAsync(context.RequestAborted);
            await context.Response.WriteAsync($"line {line}\n", context.RequestAborted);
        }
    }
}
