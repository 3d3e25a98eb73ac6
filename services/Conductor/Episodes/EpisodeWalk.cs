using System.Diagnostics;
using Grpc.Core;
using Microsoft.Extensions.Options;
using SreGym.Conductor.Stages;
using SreGym.Conductor.Targets;
using SreGym.Contracts;
using SreGym.Contracts.Conductor.V1;
using SreGym.Recovery.Episodes;

namespace SreGym.Conductor.Episodes;

/// <summary>Runs one stage after the other, each in its time, each written down and measured.</summary>
internal sealed class EpisodeWalk(
    IEnumerable<IStage> stages,
    TargetDirectory targets,
    ConductorTelemetry telemetry,
    IOptions<ConductorOptions> options,
    ILogger<EpisodeWalk> logger)
{
    private static readonly EpisodeStage[] s_forward =
    [
        EpisodeStage.Provision,
        EpisodeStage.Mirror,
        EpisodeStage.Baseline,
        EpisodeStage.Inject,
        EpisodeStage.Agent,
        EpisodeStage.Verify,
    ];

    private readonly Dictionary<EpisodeStage, IStage> _stages = stages.ToDictionary(stage => stage.Stage);

    /// <summary>From provision to verify; throws where a stage does.</summary>
    public async Task RunForwardAsync(EpisodeContext context, CancellationToken cancellationToken)
    {
        foreach (var stage in s_forward)
        {
            // The agent's stage keeps its own time, and running out of it is no failure.
            var limit = stage == EpisodeStage.Agent ? Timeout.InfiniteTimeSpan : LimitOf(context);
            await RunAsync(context, stage, limit, cancellationToken);
        }
    }

    /// <summary>Whatever happened before: on its own time, never cancelled with the episode.</summary>
    public async Task RecoverAsync(EpisodeContext context, TimeSpan limit)
    {
        try
        {
            await RunAsync(context, EpisodeStage.Recover, limit, CancellationToken.None);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            context.Update(record => record with { Leftovers = [.. record.Leftovers, Failures.Describe(error)] });
        }
    }

    /// <summary>An episode that cannot be reported on has still been run.</summary>
    public async Task ReportAsync(EpisodeContext context)
    {
        try
        {
            await RunAsync(context, EpisodeStage.Report, options.Value.StageTimeLimit, CancellationToken.None);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            Log.ReportFailed(logger, error, context.Spec.EpisodeId);
            context.Update(record => record with { ReportPath = "" });
        }
    }

    private async Task RunAsync(EpisodeContext context, EpisodeStage stage, TimeSpan limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Action<Func<EpisodeRecord, EpisodeRecord>> note = s_forward.Contains(stage) ? context.Commit : context.Update;
        note(record => record with { Stage = stage });
        context.Updates.Add(context.Record);
        Log.StageStarted(logger, context.Spec.EpisodeId, stage.Name());
        var started = context.Time.GetUtcNow();
        using var time = new CancellationTokenSource(limit, context.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellationToken);
        try
        {
            await _stages[stage].RunAsync(context, either.Token);
            Conclude(context, stage, started, StageOutcome.Completed, "");
        }
        catch (Exception error) when (Failures.IsCancellation(error) && cancellationToken.IsCancellationRequested)
        {
            Conclude(context, stage, started, StageOutcome.Cancelled, "");
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception error) when (Failures.IsCancellation(error) && time.IsCancellationRequested)
        {
            var overdue = Overdue(stage, limit, error);
            Conclude(context, stage, started, StageOutcome.Failed, overdue.Message);
            throw overdue;
        }
        catch (Exception error)
        {
            Conclude(context, stage, started, StageOutcome.Failed, Failures.Describe(error));
            throw;
        }
    }

    private TimeSpan LimitOf(EpisodeContext context) => targets.Get(context.Spec.Target).StageTimeLimit ?? options.Value.StageTimeLimit;

    private void Conclude(EpisodeContext context, EpisodeStage stage, DateTimeOffset started, StageOutcome outcome, string error)
    {
        var run = new StageRun(stage, started, context.Time.GetUtcNow(), outcome, error);
        context.Update(record => record with { Stages = [.. record.Stages, run] });
        telemetry.StageDuration.Record(run.Duration.TotalSeconds, new TagList
        {
            { TelemetryNames.EpisodeStage, stage.Name() },
            { "outcome", outcome.ToString().ToLowerInvariant() },
        });
    }

    private static SreGymException Overdue(EpisodeStage stage, TimeSpan limit, Exception error) => new(
        StatusCode.DeadlineExceeded,
        ErrorReasons.NotReadyInTime,
        $"Stage {stage.Name()} did not end within {limit.TotalSeconds:0} s: look at its last step, or give it more time with Conductor:StageTimeLimit.",
        error);
}
