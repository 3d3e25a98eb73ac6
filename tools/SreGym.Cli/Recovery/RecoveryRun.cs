using SreGym.Contracts;
using SreGym.Contracts.Common.V1;
using SreGym.Contracts.Conductor.V1;
using SreGym.Contracts.Targets;
using SreGym.Problems.Faults;
using SreGym.Recovery.Baselines;
using SreGym.Recovery.Episodes;
using SreGym.Recovery.Kind;
using SreGym.Recovery.Ledgers;
using SreGym.Recovery.Removal;
using SreGym.ServiceDefaults.Subjects;

namespace SreGym.Cli.Recovery;

/// <summary>One call: takes back what episodes have left, from their records and without any service.</summary>
internal sealed class RecoveryRun(RecoverySettings settings, RecoveryReport report, TimeProvider time)
{
    private static readonly KindClusters s_kind = new("kind");

    private readonly EpisodeStore _store = Open(settings.Folder);
    private readonly SubjectCleanup _cleanup = new(new LedgerStore(settings.Folder, time), settings.Patience, time);
    private readonly ClusterAccess _access = new(settings, report, s_kind, time);

    /// <exception cref="UsageException">There is no such episode, it still runs, or its cluster is another one.</exception>
    public async Task<int> RecoverAsync(string episodeId, CancellationToken cancellationToken)
    {
        if (_store.Find(episodeId) is null)
        {
            var known = _store.List();
            throw new UsageException($"There is no episode '{episodeId}' in {settings.Folder}: "
                + (known.Count == 0 ? "it has none at all." : $"use one of {string.Join(", ", known.Select(record => record.Spec.EpisodeId))}."));
        }

        try
        {
            return await TakeBackAsync(episodeId, cancellationToken) == 0 ? ExitCodes.Success : ExitCodes.Failure;
        }
        catch (SreGymException refused)
        {
            throw new UsageException(refused.Message, refused);
        }
    }

    /// <summary>Takes back every unfinished episode, newest first; one that is refused does not keep the others.</summary>
    public async Task<int> CleanUpAsync(bool isDryRun, CancellationToken cancellationToken)
    {
        var unfinished = _store.ListHolding();
        var isClean = true;
        foreach (var record in unfinished)
        {
            if (isDryRun)
            {
                report.Listed(record);
                continue;
            }

            try
            {
                isClean &= await TakeBackAsync(record.Spec.EpisodeId, cancellationToken) == 0;
            }
            catch (Exception refused) when (refused is SreGymException or UsageException)
            {
                isClean = false;
                report.Refused(record.Spec.EpisodeId, refused.Message);
            }
        }

        if (unfinished.Count == 0)
        {
            report.Nothing(settings.Folder);
        }

        return isClean ? ExitCodes.Success : ExitCodes.Failure;
    }

    private static EpisodeStore Open(string folder) => File.Exists(Path.Combine(folder, EpisodeStore.FileName))
        ? new EpisodeStore(folder)
        : throw new UsageException($"{folder} holds no {EpisodeStore.FileName}: name the folder of the run's databases with --data <artifacts>/data.");

    private async Task<int> TakeBackAsync(string episodeId, CancellationToken cancellationToken)
    {
        using var held = _store.TryLock(episodeId) ?? throw new UsageException(
            $"Episode '{episodeId}' is still run or recovered by a living process: stop ./run (Ctrl-C lets it recover by itself), then try again.");
        // Whoever held the lock until now may have changed it.
        var record = _store.Find(episodeId)!;
        var left = await RemoveAsync(record, cancellationToken);
        foreach (var leftover in left)
        {
            report.Left(episodeId, leftover);
        }

        Save(record, left);
        report.Finished(episodeId, left.Count);
        return left.Count;
    }

    private async Task<IReadOnlyList<Leftover>> RemoveAsync(EpisodeRecord record, CancellationToken cancellationToken)
    {
        var spec = record.Spec;
        // An embedded cluster ends with its process.
        if (spec.Target == TargetNames.Embedded)
        {
            return [];
        }

        if (spec.OwnsKindCluster())
        {
            return await DeleteKindClusterAsync(spec.KindClusterName(), cancellationToken);
        }

        if (_cleanup.IsUntouched(record))
        {
            return [];
        }

        var (source, isFile) = await _access.FindAsync(record, cancellationToken);
        var commands = new LeftoverCommands(isFile ? source : null);
        var subject = new Subject { EpisodeId = spec.EpisodeId, Target = spec.Target, Kubeconfig = source.Text };
        if (await _access.FindObstacleAsync(subject, record, source.Context, cancellationToken) is { } obstacle)
        {
            return _cleanup.ListRecorded(record, commands, obstacle);
        }

        var steps = new StepRunner(step => report.StepAsync(spec.EpisodeId, step));
        using var client = SubjectClient.Connect(subject, _access.CreatePatience(spec, sitsOutAbsence: true));
        return await _cleanup.RunAsync(client, record, commands, steps, cancellationToken);
    }

    private static async Task<IReadOnlyList<Leftover>> DeleteKindClusterAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            await s_kind.DeleteAsync(name, cancellationToken);
            return [];
        }
        catch (SreGymException error)
        {
            // Ctrl-C reaches kind as well, and may be heard of there first.
            cancellationToken.ThrowIfCancellationRequested();
            return [new Leftover($"kind cluster {name}", error.Message, $"kind delete cluster --name {name}")];
        }
    }

    private void Save(EpisodeRecord record, IReadOnlyList<Leftover> left)
    {
        if (left.Count > 0)
        {
            _store.Save(record with { Leftovers = [.. left.Select(leftover => $"{leftover.What}: {leftover.Why} {leftover.Command}".TrimEnd())] });
            return;
        }

        new BaselineStore(settings.Folder, time).Remove(record.Spec.EpisodeId);
        var wasRunning = record.State == EpisodeState.Running;
        _store.Save(record with
        {
            State = wasRunning ? EpisodeState.Error : record.State,
            Error = wasRunning ? $"It was interrupted at stage {record.Stage.Name()}." : record.Error,
            EndedAt = record.EndedAt ?? time.GetUtcNow(),
            Holdings = [],
            Leftovers = [],
        });
    }
}
