using System.Text.Json.Nodes;
using k8s.Autorest;
using SreGym.Problems.Faults;
using SreGym.Problems.Subjects;

namespace SreGym.Problems.Changes;

/// <summary>
/// Plays the ledger back. It compares with the live objects and trusts none of them, so it works the same after a repair, half a
/// repair, further damage, or a crash at any step. Changes are marked as undone only when all of them are, so it can be run again.
/// </summary>
/// <param name="subject">Where they were made.</param>
/// <param name="ledger">What was made.</param>
/// <param name="steps">Told what happens.</param>
/// <param name="clock">Clock of the waits.</param>
/// <param name="keptNamespaces">Namespaces that are somebody else's and stay; null for none.</param>
public sealed class ChangeUndoer(
    SubjectApi subject, IChangeLedger ledger, StepRunner steps, TimeProvider clock, IReadOnlyCollection<string>? keptNamespaces = null)
{
    // How long the pods of nodes may take to end.
    private static readonly TimeSpan s_podPatience = TimeSpan.FromSeconds(60);

    private readonly ObjectRestorer _restorer = new(subject, keptNamespaces ?? [], clock);
    private readonly List<string> _leftovers = [];
    private int _touched;

    /// <summary>Undoes what is in scope, newest first, then puts right what the episode made and somebody else has changed since.</summary>
    public Task<RecoveryResult> UndoAsync(RecoveryScope scope, CancellationToken cancellationToken) =>
        UndoAsync(scope, () => Task.FromResult<IReadOnlyList<string>>([]), cancellationToken);

    /// <summary>As the other, and forgets what it has undone only when that has had its effect.</summary>
    /// <param name="scope">What is undone.</param>
    /// <param name="settle">Waits for the effect of what has been asked for; returns what is still there, each with the remedy.</param>
    /// <param name="cancellationToken">Ends it; what is undone stays undone.</param>
    public async Task<RecoveryResult> UndoAsync(
        RecoveryScope scope, Func<Task<IReadOnlyList<string>>> settle, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settle);
        var open = ledger.ListOpen();
        var undone = open.Where(change => IsUndone(change.Phase, scope)).Reverse().ToList();
        if (undone.Count == 0)
        {
            return new RecoveryResult(0, []);
        }

        // What its pods have done to nodes ends with them. Only then do nodes pull what is put back.
        foreach (var change in undone.Where(MakesPodsOnNodes))
        {
            await TryAsync("undo creation", change.Key, () => UndoAsync(change, cancellationToken), cancellationToken);
            await TryAsync("await removal", change.Key, () => AwaitPodsAsync(change.Key, cancellationToken), cancellationToken);
        }

        foreach (var change in undone.Where(change => change.Verb != ChangeVerb.Restart && !MakesPodsOnNodes(change)))
        {
            await TryAsync($"undo {Describe(change)}", change.Key, () => UndoAsync(change, cancellationToken), cancellationToken);
        }

        foreach (var (key, recorded) in ListKept(open, scope))
        {
            await TryAsync("restore object", key, () => _restorer.RestoreAsync(key, recorded, cancellationToken), cancellationToken);
        }

        foreach (var change in undone.Where(change => change.Verb == ChangeVerb.Restart))
        {
            await TryAsync("restart pods", change.Key, () => RestartStuckPodsAsync(change.Key, cancellationToken), cancellationToken);
        }

        _leftovers.AddRange(await settle());
        if (_leftovers.Count == 0)
        {
            ledger.MarkUndone(undone);
        }

        return new RecoveryResult(_touched, _leftovers);
    }

    private static bool MakesPodsOnNodes(Change change) => change.Verb == ChangeVerb.Create && change.Key.Resource == KubernetesResources.DaemonSets;

    private async Task<bool> AwaitPodsAsync(ObjectKey key, CancellationToken cancellationToken) =>
        await new OwnedPodsWait(subject, clock).ForRemovalAsync(key, s_podPatience, cancellationToken) is { } left
            ? throw new SubjectStateException($"{left}: what they have written on their nodes is taken back when they end.")
            : false;

    private Task<bool> UndoAsync(Change change, CancellationToken cancellationToken) => change.Previous is { } previous
        ? _restorer.RestoreAsync(change.Key, previous, cancellationToken)
        : _restorer.RemoveAsync(change.Key, cancellationToken);

    private async Task<bool> RestartStuckPodsAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        var deployment = await subject.FindAsync(key, cancellationToken);
        var pods = deployment is null
            ? []
            : await ChangeRecorder.ListPodsAsync(subject, deployment, key.Namespace, cancellationToken);
        var stuck = pods.Where(pod => PodState.Of(pod) is { Ready: false, Terminating: false }).ToList();
        foreach (var pod in stuck)
        {
            await subject.DeleteAsync(new ObjectKey(KubernetesResources.Pods, key.Namespace, pod.Name()), cancellationToken);
        }

        return stuck.Count > 0;
    }

    private async Task TryAsync(string step, ObjectKey key, Func<Task<bool>> undo, CancellationToken cancellationToken)
    {
        try
        {
            await steps.RunAsync(step, key.ToString(), async () =>
            {
                var touched = await undo();
                _touched += touched ? 1 : 0;
                return touched;
            });
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested && IsTheSubjects(error))
        {
            _leftovers.Add($"{key}: {error.Message} Put it right by hand, or recover again.");
        }
    }

    // Refused, unreachable, cut off, or not answered in time: the other changes may still be undone, and what is left is named.
    private static bool IsTheSubjects(Exception error) =>
        error is HttpOperationException or SubjectStateException or HttpRequestException or IOException or OperationCanceledException;

    private static IEnumerable<(ObjectKey Key, JsonObject Recorded)> ListKept(IReadOnlyList<Change> open, RecoveryScope scope) =>
        from change in open
        where !IsUndone(change.Phase, scope) && change.Verb != ChangeVerb.Restart
        group change by change.Key into history
        let latest = history.Last()
        where latest.Applied is not null
        select (history.Key, latest.Applied);

    private static bool IsUndone(ChangePhase phase, RecoveryScope scope) => scope switch
    {
        RecoveryScope.Fault => phase == ChangePhase.Fault,
        RecoveryScope.Preparation => phase != ChangePhase.Application,
        _ => true,
    };

    private static string Describe(Change change) => change.Verb switch
    {
        ChangeVerb.Create => "creation",
        ChangeVerb.Replace => "replacement",
        _ => "deletion",
    };
}
