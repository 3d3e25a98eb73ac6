using System.Diagnostics;
using SreGym.Contracts;
using SreGym.Gateway.Sessions;
using Yarp.ReverseProxy.Forwarder;

namespace SreGym.Gateway.Forwarding;

/// <summary>The participant's way to the subject's API server: who are you, not so fast, go through, written down.</summary>
internal sealed class Door(SessionDirectory sessions, IHttpForwarder forwarder, TimeProvider time, ILogger<Door> logger)
{
    private const string Scheme = "Bearer ";

    // Watches and log streams may be silent for as long as the cluster is.
    private static readonly ForwarderRequestConfig s_config = new()
    {
        ActivityTimeout = Timeout.InfiniteTimeSpan,
        AllowResponseBuffering = false,
        Version = System.Net.HttpVersion.Version11,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    private static readonly ParticipantTransformer s_transformer = new();

    public async Task HandleAsync(HttpContext context)
    {
        if (FindSession(context.Request.Headers.Authorization) is not { } session)
        {
            await ApiStatusResponse.WriteUnauthorizedAsync(context.Response);
            return;
        }

        var request = KubernetesRequest.Parse(context.Request.Method, context.Request.Path.Value ?? "/", context.Request.Query);
        var call = new ForwardedCall(session, request, context, time);
        context.Features.Set(call);
        using var span = StartSpan(session, request);
        if (session.Budget.TryTake(out var retryAfter))
        {
            await ForwardAsync(context, call, span);
        }
        else
        {
            Log.RateLimited(logger, session.Id, request.Verb, request.FullResource);
            await ApiStatusResponse.WriteTooManyRequestsAsync(context.Response, retryAfter);
        }

        var status = context.Response.StatusCode;
        call.Record(status);
        span?.SetTag("http.response.status_code", status);
    }

    private async Task ForwardAsync(HttpContext context, ForwardedCall call, Activity? span)
    {
        var session = call.Session;
        var error = await forwarder.SendAsync(context, session.Server, session.Upstream, s_config, s_transformer, session.Closed);
        if (error is ForwarderError.None || session.Closed.IsCancellationRequested || context.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        span?.SetStatus(ActivityStatusCode.Error, error.ToString());
        span?.SetTag(TelemetryNames.ErrorType, error.ToString());
        Log.ForwardFailed(logger, session.Id, call.Request.Verb, call.Request.FullResource, error.ToString());
        if (!context.Response.HasStarted)
        {
            context.Response.Clear();
            await ApiStatusResponse.WriteUnavailableAsync(context.Response);
        }
    }

    private Session? FindSession(string? authorization) =>
        authorization is not null && authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? sessions.FindByToken(authorization[Scheme.Length..].Trim())
            : null;

    private static Activity? StartSpan(Session session, KubernetesRequest request)
    {
        var name = request.Resource.Length == 0
            ? $"forward request {request.Verb}"
            : $"forward request {request.Verb} {request.FullResource}";
        var span = GatewayTelemetry.Source.StartActivity(name, ActivityKind.Server, session.Parent);
        span?.SetTag(TelemetryNames.EpisodeId, session.Id);
        span?.SetTag(TelemetryNames.RequestVerb, request.Verb);
        span?.SetTag(TelemetryNames.RequestResource, request.FullResource);
        if (request.Namespace.Length > 0)
        {
            span?.SetTag(TelemetryNames.NamespaceName, request.Namespace);
        }

        if (request.Name.Length > 0)
        {
            span?.SetTag("k8s.object.name", request.Name);
        }

        return span;
    }
}
