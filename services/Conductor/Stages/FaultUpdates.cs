using Grpc.Core;
using SreGym.Conductor.Episodes;
using SreGym.Contracts.Injector.V1;

namespace SreGym.Conductor.Stages;

/// <summary>Reads the Injector's streams.</summary>
internal static class FaultUpdates
{
    /// <summary>Passes the steps on and returns the summary, empty when there was none.</summary>
    public static async Task<FaultSummary> FollowAsync(
        AsyncServerStreamingCall<FaultUpdate> call, EpisodeContext context, CancellationToken cancellationToken)
    {
        var summary = new FaultSummary();
        await foreach (var update in call.ResponseStream.ReadAllAsync(cancellationToken))
        {
            if (update.Step is { } step)
            {
                context.Updates.Add(step);
            }

            summary = update.Summary ?? summary;
        }

        return summary;
    }
}
