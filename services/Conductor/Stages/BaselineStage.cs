using SreGym.Conductor.Episodes;
using SreGym.Conductor.Observation;
using SreGym.Contracts.Conductor.V1;
using SreGym.Contracts.Oracle.V1;
using SreGym.Recovery.Episodes;

namespace SreGym.Conductor.Stages;

/// <summary>Records the healthy state the repair is compared with.</summary>
internal sealed class BaselineStage(OracleService.OracleServiceClient oracle, WorkloadFollower workload) : IStage
{
    public EpisodeStage Stage => EpisodeStage.Baseline;

    public Task RunAsync(EpisodeContext context, CancellationToken cancellationToken) =>
        context.RunSpanAsync("capture baseline", async () =>
        {
            context.Take(Holding.Baseline);
            var request = new CaptureBaselineRequest
            {
                Subject = context.RequireSubject(),
                Problem = context.Problem,
                Registry = context.Registry,
            };
            request.Images.AddRange(context.Images);
            await oracle.CaptureBaselineAsync(request, cancellationToken: cancellationToken);
            if (context.Spec.Workload > 0)
            {
                context.Watches.Start(ending => workload.FollowAsync(context, ending));
            }
        });
}
