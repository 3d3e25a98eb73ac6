using k8s;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SreGym.TestingHost;

namespace SreGym.IncidentHost.Storms;

/// <summary>Stands before a real API server and passes requests on, or does to them what a server in trouble does.</summary>
public sealed class StormyServer : IAsyncDisposable
{
    private readonly int _port = LoopbackPort.FindFree();
    private readonly Kubernetes _upstream;
    private readonly Func<Weather> _forecast;
    private WebApplication? _app;

    private StormyServer(Kubernetes upstream, Func<Weather> forecast) => (_upstream, _forecast) = (upstream, forecast);

    /// <summary>Where it answers, over plain HTTP.</summary>
    public Uri Address => new($"http://127.0.0.1:{_port}{_upstream.BaseUri.AbsolutePath}");

    /// <summary>Starts it.</summary>
    /// <param name="upstream">A client of the API server.</param>
    /// <param name="forecast">Asked once for each request.</param>
    public static async Task<StormyServer> StartAsync(Kubernetes upstream, Func<Weather> forecast)
    {
        ArgumentNullException.ThrowIfNull(upstream);
        var server = new StormyServer(upstream, forecast);
        await server.ComeBackAsync();
        return server;
    }

    /// <summary>From now on connections are refused.</summary>
    public async Task GoAwayAsync()
    {
        if (_app is { } app)
        {
            _app = null;
            await app.DisposeAsync();
        }
    }

    /// <summary>It answers again, at the same address.</summary>
    public async Task ComeBackAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{_port}");
        _app = builder.Build();
        _app.Run(AnswerAsync);
        await _app.StartAsync();
    }

    /// <summary>A kubeconfig of the API server as one of this.</summary>
    public string Redirect(string kubeconfig)
    {
        ArgumentNullException.ThrowIfNull(kubeconfig);
        return kubeconfig.Replace(_upstream.BaseUri.AbsoluteUri.TrimEnd('/'), Address.AbsoluteUri.TrimEnd('/'), StringComparison.Ordinal);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await GoAwayAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        switch (_forecast())
        {
            case Weather.TooManyRequests:
                context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
                context.Response.Headers.RetryAfter = "1";
                break;
            case Weather.Outdated:
                context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
                context.Response.Headers.RetryAfter = "Sat, 01 Jan 2000 00:00:00 GMT";
                break;
            case Weather.Error:
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
                break;
            case Weather.Unavailable:
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                break;
            case Weather.DropsBefore:
                context.Abort();
                break;
            case Weather.DropsAfter:
                using (await ForwardAsync(context))
                {
                    context.Abort();
                }

                break;
            default:
                using (var answer = await ForwardAsync(context))
                {
                    context.Response.StatusCode = (int)answer.StatusCode;
                    context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
                    await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
                }

                break;
        }
    }

    private async Task<HttpResponseMessage> ForwardAsync(HttpContext context)
    {
        using var request = new HttpRequestMessage(
            new HttpMethod(context.Request.Method), new Uri(_upstream.BaseUri, context.Request.Path.Value + context.Request.QueryString.Value));
        request.Headers.TryAddWithoutValidation("Authorization", context.Request.Headers.Authorization.ToString());
        request.Headers.TryAddWithoutValidation("Accept", context.Request.Headers.Accept.ToString());
        if (context.Request.ContentType is { } type)
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            request.Content = new ByteArrayContent(body.ToArray());
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        return await _upstream.HttpClient.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }
}
