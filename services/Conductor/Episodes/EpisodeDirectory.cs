using System.Collections.Concurrent;
using Grpc.Core;
using Microsoft.Extensions.Options;
using SreGym.Conductor.Targets;
using SreGym.Contracts;
using SreGym.Contracts.Conductor.V1;
using SreGym.Recovery.Episodes;
using SreGym.ServiceDefaults.Time;

namespace SreGym.Conductor.Episodes;

/// <summary>Finds episodes by id: the living ones here, the others in the store.</summary>
internal sealed class EpisodeDirectory(
    EpisodeStore store,
    EpisodeWalk walk,
    TargetDirectory targets,
    ConductorTelemetry telemetry,
    IOptions<ConductorOptions> options,
    TimeProvider time,
    ILoggerFactory loggers) : IDisposable
{
    private readonly ConcurrentDictionary<string, Episode> _living = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _resuming = new(1);
    private Episode? _newest;

    /// <summary>The episode participants mean who present no token: the last one started here; null before the first.</summary>
    public Episode? Newest => Volatile.Read(ref _newest);

    /// <exception cref="SreGymException">It cannot be written down, and is not begun.</exception>
    public Episode Start(EpisodeSpec spec)
    {
        var record = new EpisodeRecord { Spec = spec, StartedAt = time.GetUtcNow() };
        var held = Lock(spec.EpisodeId);
        try
        {
            store.Save(record);
        }
        catch (SreGymException)
        {
            held.Dispose();
            throw;
        }

        var episode = Create(record, held);
        Volatile.Write(ref _newest, episode);
        episode.Start();
        return episode;
    }

    /// <summary>The episode a participant's token opens; null when it opens none.</summary>
    public Episode? FindByParticipantToken(Func<SecretText, bool> matches) =>
        _living.Values.FirstOrDefault(episode => !episode.Context.ParticipantToken.IsEmpty && matches(episode.Context.ParticipantToken));

    public Episode? FindLiving(string episodeId) => _living.GetValueOrDefault(episodeId);

    /// <exception cref="SreGymException">There is no such episode.</exception>
    public EpisodeRecord GetRecord(string episodeId) =>
        FindLiving(episodeId)?.Context.Record ?? store.Find(episodeId) ?? throw new SreGymException(
            StatusCode.NotFound, ErrorReasons.UnknownEpisode, $"There is no episode '{episodeId}': list the episodes to see which there are.");

    public IReadOnlyList<EpisodeRecord> List() => store.List();

    /// <summary>Ends the episode and gives back what it still holds. Idempotent.</summary>
    public async Task<EpisodeRecord> RecoverAsync(string episodeId, CancellationToken cancellationToken)
    {
        if (FindLiving(episodeId) is { Completion.IsCompleted: false } running)
        {
            await running.EndAsync().WaitAsync(cancellationToken);
        }

        var record = GetRecord(episodeId);
        if (record.State != EpisodeState.Running && record.Holdings.Count == 0)
        {
            return record;
        }

        await (await ResumeAsync(record, cancellationToken)).Completion.WaitAsync(cancellationToken);
        return GetRecord(episodeId);
    }

    /// <summary>Recovers what a process that is gone has left.</summary>
    public async Task<Episode> ResumeAsync(EpisodeRecord record, CancellationToken cancellationToken)
    {
        await _resuming.WaitAsync(cancellationToken);
        try
        {
            return FindLiving(record.Spec.EpisodeId) is { Completion.IsCompleted: false } running
                ? running
                : await ResumeOnceAsync(record, cancellationToken);
        }
        finally
        {
            _resuming.Release();
        }
    }

    /// <summary>Ends every episode in the little time a stopping process has.</summary>
    public Task ShutDownAsync() => Task.WhenAll(_living.Values.Select(episode => episode.ShutDownAsync()));

    public void Dispose()
    {
        foreach (var episode in _living.Values)
        {
            episode.Dispose();
        }

        _resuming.Dispose();
    }

    private async Task<Episode> ResumeOnceAsync(EpisodeRecord record, CancellationToken cancellationToken)
    {
        var held = Lock(record.Spec.EpisodeId);
        try
        {
            return await ResumeOnceAsync(record, held, cancellationToken);
        }
        catch (Exception)
        {
            held.Dispose();
            throw;
        }
    }

    private async Task<Episode> ResumeOnceAsync(EpisodeRecord record, EpisodeLock held, CancellationToken cancellationToken)
    {
        var subject = FindLiving(record.Spec.EpisodeId)?.Context.Subject
            ?? await targets.Get(record.Spec.Target).FindSubjectAsync(record, cancellationToken);
        var error = record.State == EpisodeState.Running ? $"It was interrupted at stage {record.Stage.Name()}." : record.Error;
        var episode = Create(record with { Error = error }, held);
        episode.Context.Subject = subject;
        episode.Resume(record.State == EpisodeState.Running ? EpisodeState.Error : record.State);
        return episode;
    }

    private EpisodeLock Lock(string episodeId) => store.TryLock(episodeId) ?? throw new SreGymException(
        StatusCode.FailedPrecondition,
        ErrorReasons.EpisodeRunning,
        $"Episode '{episodeId}' is run or recovered by another process with the same folder of data: let it end.");

    private Episode Create(EpisodeRecord record, EpisodeLock held)
    {
        var context = new EpisodeContext(record, store, new SteadyClock(time, record.LastMoment), loggers.CreateLogger<EpisodeContext>()) { Lock = held };
        return _living[record.Spec.EpisodeId] = new Episode(context, walk, telemetry, options, loggers.CreateLogger<Episode>());
    }
}
