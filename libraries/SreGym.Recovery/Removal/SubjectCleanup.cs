using k8s;
using k8s.Autorest;
using SreGym.Problems;
using SreGym.Problems.Changes;
using SreGym.Problems.Faults;
using SreGym.Problems.Subjects;
using SreGym.Recovery.Clusters;
using SreGym.Recovery.Episodes;
using SreGym.Recovery.Ledgers;
using SreGym.Recovery.Registry;

namespace SreGym.Recovery.Removal;

/// <summary>
/// Takes everything an episode has made out of a cluster that stays, from what is recorded and without any service. It may be repeated;
/// one thing that does not go does not keep the others.
/// </summary>
/// <param name="ledgers">What was changed.</param>
/// <param name="patience">How long one wait may take.</param>
/// <param name="clock">Clock of the waits.</param>
public sealed class SubjectCleanup(LedgerStore ledgers, TimeSpan patience, TimeProvider clock)
{
    /// <summary>What is still there afterwards; nothing when the cluster is as it was.</summary>
    /// <param name="kubernetes">The cluster.</param>
    /// <param name="record">The episode.</param>
    /// <param name="commands">How to do by hand what does not go.</param>
    /// <param name="steps">Told what happens.</param>
    /// <param name="cancellationToken">Ends it; what is undone stays undone.</param>
    public async Task<IReadOnlyList<Leftover>> RunAsync(
        Kubernetes kubernetes, EpisodeRecord record, LeftoverCommands commands, StepRunner steps, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(kubernetes);
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(commands);
        ArgumentNullException.ThrowIfNull(steps);
        var left = new List<Leftover>();
        await UndoLedgerAsync(new SubjectApi(kubernetes), record, commands, steps, left, cancellationToken);
        if (record.Holdings.Contains(Holding.Registry))
        {
            await RemoveRegistryAsync(kubernetes, record, commands, steps, left, cancellationToken);
        }

        await AwaitVolumesAsync(kubernetes, record, commands, steps, left, cancellationToken);
        return left;
    }

    /// <summary>True when nothing says that the episode has anything in the cluster.</summary>
    public bool IsUntouched(EpisodeRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return record.Leftovers.Count == 0 && !record.Holdings.Contains(Holding.Registry) && ledgers.Open(record.Spec.EpisodeId).ListOpen().Count == 0;
    }

    /// <summary>Everything the episode may have made in a cluster that cannot be asked; what is in a namespace of its own goes with that.</summary>
    public IReadOnlyList<Leftover> ListRecorded(EpisodeRecord record, LeftoverCommands commands, string why)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(commands);
        var changes = ledgers.Open(record.Spec.EpisodeId).ListOpen().Where(change => change.Verb != ChangeVerb.Restart).DistinctBy(change => change.Key).ToList();
        var namespaces = changes
            .Where(change => change.Key.Resource == KubernetesResources.Namespaces && change.Verb == ChangeVerb.Create)
            .Select(change => change.Key.Name)
            .ToHashSet(StringComparer.Ordinal);
        var left = changes
            .Where(change => !namespaces.Contains(change.Key.Namespace ?? ""))
            .Select(change => new Leftover(change.Key.ToString(), why, commands.For(change)))
            .ToList();
        if (record.Holdings.Contains(Holding.Registry))
        {
            var key = RegistryKey(record);
            left.Add(new Leftover(key.ToString(), why, commands.Delete(key)));
        }

        // What takes itself away after its owner, such as a volume, is in no ledger.
        return left.Count > 0 ? left : [.. record.Leftovers.Select(known => new Leftover(known, why, ""))];
    }

    private async Task UndoLedgerAsync(
        SubjectApi subject,
        EpisodeRecord record,
        LeftoverCommands commands,
        StepRunner steps,
        List<Leftover> left,
        CancellationToken cancellationToken)
    {
        var episodeId = record.Spec.EpisodeId;
        var open = ledgers.Open(episodeId).ListOpen();
        var result = await new LedgerPlayback(ledgers, patience, clock).UndoEverythingAsync(
            subject, episodeId, record.KeptNamespaces, steps, cancellationToken);
        foreach (var parts in result.Leftovers.Select(line => line.Split(": ", 2)).DistinctBy(parts => parts[0]))
        {
            var change = open.FirstOrDefault(change => change.Verb != ChangeVerb.Restart && change.Key.ToString() == parts[0]);
            left.Add(new Leftover(parts[0], parts.ElementAtOrDefault(1) ?? "", change is null ? "" : commands.For(change)));
        }
    }

    private async Task RemoveRegistryAsync(
        Kubernetes kubernetes,
        EpisodeRecord record,
        LeftoverCommands commands,
        StepRunner steps,
        List<Leftover> left,
        CancellationToken cancellationToken)
    {
        var keepsNamespace = record.KeptNamespaces.Contains(RegistryNames.Namespace);
        var key = RegistryKey(record);
        using var deadline = new CancellationTokenSource(patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            await steps.RunAsync("remove registry", key.ToString(), async () =>
            {
                await RegistryRemoval.RunAsync(kubernetes, keepsNamespace, either.Token);
                return true;
            });
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested && IsTheClusters(error))
        {
            left.Add(new Leftover(key.ToString(), Describe(error), commands.Delete(key)));
        }
    }

    private async Task AwaitVolumesAsync(
        Kubernetes kubernetes,
        EpisodeRecord record,
        LeftoverCommands commands,
        StepRunner steps,
        List<Leftover> left,
        CancellationToken cancellationToken)
    {
        string[] namespaces = [ProblemCatalogue.Find(record.Spec.ProblemId)?.Profile.Namespace ?? "", RegistryNames.Namespace];
        try
        {
            await steps.RunAsync("await volumes", $"of {string.Join(" and ", namespaces)}", async () =>
            {
                foreach (var name in await VolumeWait.UntilGoneAsync(kubernetes, namespaces, patience, cancellationToken))
                {
                    var key = new ObjectKey(KubernetesResources.PersistentVolumes, null, name);
                    left.Add(new Leftover(key.ToString(), "It is still there although its claim is gone.", commands.Delete(key)));
                }

                return true;
            });
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested && IsTheClusters(error))
        {
            left.Add(new Leftover("PersistentVolumes", Describe(error), ""));
        }
    }

    private static ObjectKey RegistryKey(EpisodeRecord record) => record.KeptNamespaces.Contains(RegistryNames.Namespace)
        ? new ObjectKey(KubernetesResources.Deployments, RegistryNames.Namespace, RegistryNames.Registry)
        : new ObjectKey(KubernetesResources.Namespaces, null, RegistryNames.Namespace);

    private static bool IsTheClusters(Exception error) =>
        error is HttpOperationException or HttpRequestException or IOException or OperationCanceledException;

    private static string Describe(Exception error) => error is OperationCanceledException ? "It is still being deleted." : error.Message;
}
