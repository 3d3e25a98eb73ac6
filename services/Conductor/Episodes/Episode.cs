using System.Diagnostics;
using Microsoft.Extensions.Options;
using SreGym.Conductor.Participants;
using SreGym.Contracts;
using SreGym.Contracts.Conductor.V1;
using SreGym.Recovery.Episodes;

namespace SreGym.Conductor.Episodes;

/// <summary>Owns one episode from its first stage to its end. Everything about it is reached through its id.</summary>
internal sealed class Episode(
    EpisodeContext context, EpisodeWalk walk, ConductorTelemetry telemetry, IOptions<ConductorOptions> options, ILogger<Episode> logger)
    : IDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private volatile bool _isShuttingDown;

    // "Running" is what the record says until everything is given back; then it says this.
    private EpisodeState _outcome = EpisodeState.Error;

    public EpisodeContext Context => context;

    /// <summary>Completes when the episode is recovered, reported and written down.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    public void Start()
    {
        var spec = context.Spec;
        Log.EpisodeStarted(logger, spec.EpisodeId, spec.ProblemId, spec.Target, spec.Agent, spec.Seed);
        // The trace is the episode's own, not that of the call that asked for it.
        using var _ = ExecutionContext.SuppressFlow();
        Completion = Task.Run(() => RunAsync(forward: true));
    }

    /// <summary>Recovers an episode that no longer runs but still holds something.</summary>
    /// <param name="outcome">The state it is in when everything is given back.</param>
    public void Resume(EpisodeState outcome)
    {
        _outcome = outcome;
        using var _ = ExecutionContext.SuppressFlow();
        Completion = Task.Run(() => RunAsync(forward: false));
    }

    /// <summary>Ends the episode where it is; recovery and report still follow.</summary>
    public async Task EndAsync()
    {
        await _ending.CancelAsync();
        await Completion;
    }

    /// <summary>As <see cref="EndAsync"/>, in the little time a stopping process has.</summary>
    public Task ShutDownAsync()
    {
        _isShuttingDown = true;
        return EndAsync();
    }

    public void Dispose() => _ending.Dispose();

    private async Task RunAsync(bool forward)
    {
        using var held = context.Lock;
        using var scope = logger.BeginScope(new Dictionary<string, object> { [TelemetryNames.EpisodeId] = context.Spec.EpisodeId });
        using (var span = StartSpan())
        {
            if (forward)
            {
                await RunForwardAsync();
            }

            await BringDownAsync();
            span?.SetTag(TelemetryNames.Verdict, context.Record.Mitigation.Name());
            if (context.Record.State == EpisodeState.Error)
            {
                span?.SetStatus(ActivityStatusCode.Error, context.Record.Error);
            }
        }

        Measure();
        context.Updates.Add(context.Record);
        context.Updates.Complete();
        Log.EpisodeEnded(
            logger, context.Spec.EpisodeId, context.Record.State.Name(), context.Record.Diagnosis.Name(), context.Record.Mitigation.Name());
    }

    private async Task RunForwardAsync()
    {
        try
        {
            await walk.RunForwardAsync(context, _ending.Token);
            SetOutcome(EpisodeState.Completed, "");
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            SetOutcome(EpisodeState.Cancelled, $"It was ended at stage {context.Record.Stage.Name()}.");
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            Log.StageFailed(logger, error, context.Spec.EpisodeId, context.Record.Stage.Name());
            SetOutcome(EpisodeState.Error, $"Stage {context.Record.Stage.Name()}: {Failures.Describe(error)}");
        }
    }

    private void SetOutcome(EpisodeState state, string error)
    {
        _outcome = state;
        context.Update(record => record with { Error = error });
    }

    private async Task BringDownAsync()
    {
        context.Desk.MoveTo(ParticipantPhase.TearingDown);
        await walk.RecoverAsync(context, _isShuttingDown ? options.Value.ShutdownTimeLimit : options.Value.RecoverTimeLimit);
        await context.Watches.DisposeAsync();
        context.Update(record => record with { State = _outcome, EndedAt = context.Time.GetUtcNow() });
        await walk.ReportAsync(context);
        context.Desk.MoveTo(ParticipantPhase.Done);
    }

    private Activity? StartSpan()
    {
        var span = ConductorTelemetry.Source.StartActivity("run episode");
        span?.SetTag(TelemetryNames.EpisodeId, context.Spec.EpisodeId);
        span?.SetTag(TelemetryNames.ProblemId, context.Spec.ProblemId);
        span?.SetTag(TelemetryNames.TargetName, context.Spec.Target);
        span?.SetTag(TelemetryNames.AgentName, context.Spec.Agent);
        context.Update(record => record with { TraceId = span?.TraceId.ToString() ?? record.TraceId });
        return span;
    }

    private void Measure()
    {
        var record = context.Record;
        var problem = KeyValuePair.Create<string, object?>(TelemetryNames.ProblemId, record.Spec.ProblemId);
        var state = KeyValuePair.Create<string, object?>("state", record.State.Name());
        telemetry.EpisodeDuration.Record(((record.EndedAt ?? record.StartedAt) - record.StartedAt).TotalSeconds, problem, state);
        if (record.State != EpisodeState.Completed)
        {
            return;
        }

        CountVerdict("diagnosis", record.Diagnosis.Name(), problem);
        CountVerdict("mitigation", record.Mitigation.Name(), problem);
        RecordTime(telemetry.TimeToDetect, record.Times.TimeToDetect, problem);
        RecordTime(telemetry.TimeToDiagnose, record.Times.TimeToDiagnose, problem);
        RecordTime(telemetry.TimeToMitigate, record.Times.TimeToMitigate, problem);
    }

    private void CountVerdict(string kind, string verdict, KeyValuePair<string, object?> problem) => telemetry.Verdicts.Add(
        1, problem, KeyValuePair.Create<string, object?>("kind", kind), KeyValuePair.Create<string, object?>(TelemetryNames.Verdict, verdict));

    private static void RecordTime(
        System.Diagnostics.Metrics.Histogram<double> histogram, TimeSpan? time, KeyValuePair<string, object?> problem)
    {
        if (time is { } known)
        {
            histogram.Record(known.TotalSeconds, problem);
        }
    }
}
