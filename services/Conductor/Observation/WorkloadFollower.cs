using Grpc.Core;
using SreGym.Conductor.Episodes;
using SreGym.Contracts.Conductor.V1;
using SreGym.Contracts.Oracle.V1;

namespace SreGym.Conductor.Observation;

/// <summary>Has the Oracle send the users' requests from the baseline until the repair is judged, and keeps what became of them by stage.</summary>
internal sealed class WorkloadFollower(OracleService.OracleServiceClient oracle, ILogger<WorkloadFollower> logger)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    public async Task FollowAsync(EpisodeContext context, CancellationToken ending)
    {
        while (!ending.IsCancellationRequested && !HasEnded(context))
        {
            try
            {
                await FollowOnceAsync(context, ending);
            }
            catch (Exception error) when (Failures.IsCancellation(error) && ending.IsCancellationRequested)
            {
                return;
            }
            catch (RpcException error)
            {
                // An Oracle that was restarted does not know of it; the requests go on, from the first one again.
                Log.WatchFailed(logger, context.Spec.EpisodeId, "the workload", error.Status.Detail);
                await Task.Delay(s_pause, context.Time, ending).ContinueWith(_ => { }, TaskScheduler.Default);
            }
        }
    }

    private async Task FollowOnceAsync(EpisodeContext context, CancellationToken ending)
    {
        var request = new RunWorkloadRequest
        {
            Subject = context.RequireSubject(),
            Problem = context.Problem,
            RequestsPerSecond = context.Spec.Workload,
            Seed = context.Spec.Seed,
        };
        using var call = oracle.RunWorkload(request, cancellationToken: ending);
        await foreach (var update in call.ResponseStream.ReadAllAsync(ending))
        {
            if (HasEnded(context))
            {
                return;
            }

            foreach (var tally in update.Endpoints)
            {
                context.Workload.Add(context.Record.Stage, tally);
            }
        }
    }

    // What is sent while everything is taken away says nothing about anybody.
    private static bool HasEnded(EpisodeContext context) => context.Record.Stage >= EpisodeStage.Recover;
}
