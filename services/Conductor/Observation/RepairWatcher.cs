using Grpc.Core;
using SreGym.Conductor.Episodes;
using SreGym.Contracts.Oracle.V1;

namespace SreGym.Conductor.Observation;

/// <summary>Notes the moment the targeted workloads were whole again, as the Oracle's watch saw it.</summary>
internal sealed class RepairWatcher(OracleService.OracleServiceClient oracle, ILogger<RepairWatcher> logger)
{
    public async Task WatchAsync(EpisodeContext context, CancellationToken ending)
    {
        try
        {
            using var call = oracle.WatchRepair(
                new WatchRepairRequest { Subject = context.RequireSubject(), Problem = context.Problem }, cancellationToken: ending);
            await foreach (var update in call.ResponseStream.ReadAllAsync(ending))
            {
                Note(context, update);
            }
        }
        catch (Exception error) when (Failures.IsCancellation(error) && ending.IsCancellationRequested)
        {
            // The episode is over.
        }
        catch (RpcException error)
        {
            Log.WatchFailed(logger, context.Spec.EpisodeId, "the repair", error.Status.Detail);
        }
    }

    private static void Note(EpisodeContext context, WatchRepairUpdate update)
    {
        var time = context.Time.GetUtcNow();
        var times = context.Record.Times;
        if (times.GradingFinished is not null)
        {
            return;
        }

        if (!update.Healthy && times.RepairEffective is not null)
        {
            context.UpdateTimes(known => known with { RepairEffective = null });
        }
        else if (update.Healthy && times.RepairEffective is null)
        {
            context.UpdateTimes(known => known with { RepairEffective = time });
        }
    }
}
