using SreGym.Problems.Changes;
using SreGym.Problems.Faults;
using SreGym.Problems.Subjects;

namespace SreGym.Recovery.Ledgers;

/// <summary>Takes everything an episode has recorded out of its subject.</summary>
/// <param name="ledgers">Where it is recorded.</param>
/// <param name="patience">How long a namespace may take to go away.</param>
/// <param name="clock">Clock of the waits.</param>
public sealed class LedgerPlayback(LedgerStore ledgers, TimeSpan patience, TimeProvider clock)
{
    /// <summary>Undoes the ledger, newest line first, and waits until the namespaces the episode has made are gone, and its pods in
    /// those that stay: until then the ledger keeps them. Idempotent.</summary>
    public async Task<RecoveryResult> UndoEverythingAsync(
        SubjectApi subject,
        string episodeId,
        IReadOnlyCollection<string> keptNamespaces,
        StepRunner steps,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(steps);
        var ledger = ledgers.Open(episodeId);
        var namespaces = ledger.ListOpen()
            .Where(change => change.Key.Resource == KubernetesResources.Namespaces && change.Verb == ChangeVerb.Create)
            .Select(change => change.Key)
            .ToList();
        var pods = RemovedPods.Find(ledger, keptNamespaces, _ => true);
        return await new ChangeUndoer(subject, ledger, steps, clock, keptNamespaces)
            .UndoAsync(RecoveryScope.Everything, AwaitAsync, cancellationToken);

        async Task<IReadOnlyList<string>> AwaitAsync()
        {
            var stuck = new List<string>();
            foreach (var key in namespaces)
            {
                await AwaitRemovalAsync(subject, key, steps, stuck, cancellationToken);
            }

            await pods.AwaitAsync(subject, steps, patience, clock, stuck, cancellationToken);
            return stuck;
        }
    }

    private Task AwaitRemovalAsync(
        SubjectApi subject, ObjectKey key, StepRunner steps, List<string> stuck, CancellationToken cancellationToken) =>
        steps.RunAsync("await removal", key.ToString(), async () =>
        {
            if (!await new ObjectWait(subject, clock).ForRemovalAsync(key, patience, cancellationToken))
            {
                stuck.Add($"{key}: it is still being deleted. Look for finalizers that nobody handles.");
            }

            return true;
        });
}
