using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Options;
using SreGym.Conductor.Episodes;
using SreGym.Contracts.Common.V1;
using SreGym.ServiceDefaults.Errors;

namespace SreGym.Conductor.Stages;

/// <summary>Sits out a service of the harness that has been killed and is started again, as far as the recovery's time allows.</summary>
internal sealed class ServiceAbsence(IOptions<ConductorOptions> options, IHostApplicationLifetime lifetime)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Runs work that may be repeated until every service it needs has answered.</summary>
    public async Task SitOutAsync(EpisodeContext context, Func<Task> work, CancellationToken cancellationToken)
    {
        var start = context.Time.GetTimestamp();
        while (true)
        {
            try
            {
                await work();
                return;
            }
            catch (RpcException error) when (IsAway(error)
                && !lifetime.ApplicationStopping.IsCancellationRequested
                && context.Time.GetElapsedTime(start) < options.Value.ServicePatience)
            {
                context.Updates.Add(new Step
                {
                    Name = "await service",
                    State = StepState.Progress,
                    Message = error.Status.Detail,
                    Time = context.Time.GetUtcNow().ToTimestamp(),
                });
                await Task.Delay(s_pause, context.Time, cancellationToken);
            }
        }
    }

    // A service that answers gives a reason.
    private static bool IsAway(RpcException error) => error.StatusCode == StatusCode.Unavailable && RpcErrors.FindReason(error) is null;
}
