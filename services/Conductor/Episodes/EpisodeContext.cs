using System.Diagnostics;
using SreGym.Conductor.Observation;
using SreGym.Conductor.Participants;
using SreGym.Contracts;
using SreGym.Contracts.Common.V1;
using SreGym.Contracts.Injector.V1;
using SreGym.Contracts.Oracle.V1;
using SreGym.Recovery.Episodes;
using SreGym.ServiceDefaults.Streams;
using SreGym.ServiceDefaults.Time;

namespace SreGym.Conductor.Episodes;

/// <summary>What the stages of one episode hand to each other. Its record is written down before anything is taken.</summary>
internal sealed class EpisodeContext(EpisodeRecord record, EpisodeStore store, SteadyClock time, ILogger<EpisodeContext> logger)
{
    private readonly Lock _gate = new();
    private EpisodeRecord _record = record;

    public EpisodeRecord Record
    {
        get
        {
            lock (_gate)
            {
                return _record;
            }
        }
    }

    /// <summary>Says that the episode is in a living process's hands; given back at its end.</summary>
    public EpisodeLock? Lock { get; init; }

    public EpisodeSpec Spec { get; } = record.Spec;

    public ProblemSpec Problem { get; } = record.Spec.ToProblem();

    /// <summary>The episode's own clock. Every moment in its record is read from it when the Conductor learns of it, wherever it happened.</summary>
    public TimeProvider Time => time;

    /// <summary>Time since the fault was injected; null before.</summary>
    public TimeSpan? FaultAge => time.GetUtcNow() - Record.Times.FaultInjected;

    public EpisodeUpdates Updates { get; } = new(time);

    public SubmissionDesk Desk { get; } = new(time);

    /// <summary>Null until the subject exists.</summary>
    public Subject? Subject { get; set; }

    public ApplicationDetails? Application { get; set; }

    public PrivateRegistry? Registry { get; set; }

    public IReadOnlyList<MirroredImage> Images { get; set; } = [];

    /// <summary>Which ways around a repair are closed.</summary>
    public IReadOnlyList<LockState> Locks { get; set; } = [];

    public CreateParticipantIdentityResponse? Identity { get; set; }

    /// <summary>What the participant presents at its endpoints and at the Gateway; empty until its stage.</summary>
    public SecretText ParticipantToken { get; set; }

    public EvaluateDiagnosisResponse? Diagnosis { get; set; }

    public MitigationVerdict? Mitigation { get; set; }

    /// <summary>Ends the watches that accompany the episode.</summary>
    public SubjectWatches Watches { get; } = new();

    public ReplayLog<SubjectEvent> Events { get; } = new(20_000);

    public ReplayLog<ParticipantCall> Calls { get; } = new(50_000);

    public WorkloadTallies Workload { get; } = new();

    /// <summary>The span that happens right now; events of the subject are written on it.</summary>
    public Activity? CurrentSpan { get; private set; }

    /// <summary>Knows every secret of the episode so far.</summary>
    public SecretRedactor CreateRedactor() => new(
    [
        ParticipantToken.Reveal(),
        Identity?.Token,
        Registry?.Password,
        Registry is null ? null : $"{Registry.Username}:{Registry.Password}",
    ]);

    /// <summary>The subject, for stages that cannot be reached without one.</summary>
    public Subject RequireSubject() =>
        Subject ?? throw new InvalidOperationException($"Episode {Spec.EpisodeId} has no subject at stage {Record.Stage}.");

    /// <summary>
    /// Changes the record and writes it down. Where it cannot be written, on a full disk for example, it is changed all the same, so that
    /// recovery goes on: the next change writes both, and if there is none, a later process recovers once more.
    /// </summary>
    public void Update(Func<EpisodeRecord, EpisodeRecord> change)
    {
        lock (_gate)
        {
            _record = change(_record);
            try
            {
                store.Save(_record);
            }
            catch (SreGymException error) when (error.Reason == ErrorReasons.StorageFailed)
            {
                Log.RecordNotWritten(logger, Spec.EpisodeId, error.Message);
            }
        }
    }

    /// <summary>Changes the record, for something that must not happen without being written down.</summary>
    /// <exception cref="SreGymException">It cannot be written; nothing is changed.</exception>
    public void Commit(Func<EpisodeRecord, EpisodeRecord> change)
    {
        lock (_gate)
        {
            var changed = change(_record);
            store.Save(changed);
            _record = changed;
        }
    }

    public void UpdateTimes(Func<EpisodeTimes, EpisodeTimes> change) => Update(record => record with { Times = change(record.Times) });

    /// <summary>Writes down that something is about to be taken, so that recovery gives it back whatever happens next.</summary>
    public void Take(Holding holding) => Commit(record => record.Holdings.Contains(holding)
        ? record
        : record with { Holdings = [.. record.Holdings, holding] });

    /// <summary>Runs work under a span of this stage.</summary>
    public async Task RunSpanAsync(string name, Func<Task> work)
    {
        using var span = ConductorTelemetry.Source.StartActivity(name);
        span?.SetTag(TelemetryNames.EpisodeId, Spec.EpisodeId);
        span?.SetTag(TelemetryNames.EpisodeStage, Record.Stage.Name());
        var outer = CurrentSpan;
        CurrentSpan = span;
        try
        {
            await work();
        }
        catch (Exception error)
        {
            span?.SetStatus(ActivityStatusCode.Error, error.Message);
            span?.SetTag(TelemetryNames.ErrorType, Failures.ReasonOf(error));
            throw;
        }
        finally
        {
            CurrentSpan = outer;
        }
    }
}
