using Grpc.Core;
using SreGym.Conductor.Episodes;
using SreGym.Contracts.Gateway.V1;

namespace SreGym.Conductor.Observation;

/// <summary>Follows what the participant asks of the cluster.</summary>
internal sealed class CallWatcher(GatewayService.GatewayServiceClient gateway, ILogger<CallWatcher> logger)
{
    /// <summary>Runs until the session is closed.</summary>
    public async Task WatchAsync(EpisodeContext context, CancellationToken cancellationToken)
    {
        try
        {
            using var call = gateway.WatchCalls(
                new WatchCallsRequest { SessionId = context.Spec.EpisodeId }, cancellationToken: cancellationToken);
            await foreach (var update in call.ResponseStream.ReadAllAsync(cancellationToken))
            {
                Add(context, Map(update, context.Time));
            }
        }
        catch (RpcException error)
        {
            Log.WatchFailed(logger, context.Spec.EpisodeId, "the participant's calls", error.Status.Detail);
        }
    }

    private static void Add(EpisodeContext context, ParticipantCall call)
    {
        context.Calls.Add(call);
        if (context.Record.Times.FirstRelevantRead is null && call.IsRelevantRead(context.Application?.Namespace ?? ""))
        {
            context.UpdateTimes(times => times with { FirstRelevantRead = call.Time });
        }
    }

    // The Gateway tells a call when it has ended.
    private static ParticipantCall Map(WatchCallsUpdate update, TimeProvider time) => new(
        time.GetUtcNow() - (update.Duration?.ToTimeSpan() ?? TimeSpan.Zero),
        update.Duration?.ToTimeSpan() ?? TimeSpan.Zero,
        update.Verb,
        update.ApiGroup,
        update.Subresource.Length == 0 ? update.Resource : $"{update.Resource}/{update.Subresource}",
        update.Namespace,
        update.Name,
        update.Status,
        update.UserAgent);
}
