using System.Net;
using System.Net.Http.Headers;
using Yarp.ReverseProxy.Forwarder;

namespace SreGym.Gateway.Forwarding;

/// <summary>Exchanges the participant's token for the identity the calls are made under, and keeps either side's plumbing from the other.</summary>
internal sealed class ParticipantTransformer : HttpTransformer
{
    private static readonly string[] s_harnessOnly =
        ["traceparent", "tracestate", "baggage", "Correlation-Context", "Via", "Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto"];

    public override async ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        foreach (var name in s_harnessOnly)
        {
            proxyRequest.Headers.Remove(name);
        }

        // The upstream's own name, not the door's.
        proxyRequest.Headers.Host = null;
        proxyRequest.Headers.Authorization =
            new AuthenticationHeaderValue("Bearer", CallOf(httpContext).Session.UpstreamToken.Reveal());
    }

    public override async ValueTask<bool> TransformResponseAsync(
        HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        var copiesBody = await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
        httpContext.Response.Headers.Remove("Server");
        httpContext.Response.Headers.Remove("Via");

        var call = CallOf(httpContext);
        if (call.Request.IsLongRunning && proxyResponse is not null)
        {
            await AnnounceStreamAsync(httpContext, call, proxyResponse.StatusCode, cancellationToken);
        }

        return copiesBody;
    }

    // A stream ends when the episode does: the client waits for its headers now, and so does whoever follows the audit.
    private static async Task AnnounceStreamAsync(
        HttpContext context, ForwardedCall call, HttpStatusCode status, CancellationToken cancellationToken)
    {
        call.Record((int)status);
        if (status != HttpStatusCode.SwitchingProtocols)
        {
            await context.Response.Body.FlushAsync(cancellationToken);
        }
    }

    private static ForwardedCall CallOf(HttpContext context) => context.Features.Get<ForwardedCall>()!;
}
