using System.Globalization;
using System.Text.Json.Nodes;
using SreGym.Problems.Changes;
using SreGym.Problems.Faults;
using SreGym.Problems.Subjects;

namespace SreGym.Recovery.Ledgers;

/// <summary>
/// The pods of Deployments that a recovery removes from namespaces that stay. They end in their own time; where the namespace goes too,
/// waiting for it is waiting for them.
/// </summary>
public sealed class RemovedPods(IReadOnlyList<(string Namespace, JsonObject Selector)> pods)
{
    /// <summary>Reads the ledger before the recovery does: it forgets the objects that it has removed.</summary>
    public static RemovedPods Find(IChangeLedger ledger, IReadOnlyCollection<string> keptNamespaces, Func<ChangePhase, bool> isRemoved) => new(
    [
        .. from change in ledger.ListOpen()
           where change.Verb == ChangeVerb.Create && isRemoved(change.Phase)
           where change.Key.Resource == KubernetesResources.Deployments && keptNamespaces.Contains(change.Key.Namespace!)
           let selector = change.Applied?.At("spec", "selector", "matchLabels") as JsonObject
           where selector is not null
           select (change.Key.Namespace!, selector),
    ]);

    /// <summary>Returns when none is left; names those that are when time is up.</summary>
    public async Task AwaitAsync(
        SubjectApi subject, StepRunner steps, TimeSpan patience, TimeProvider clock, List<string> leftovers, CancellationToken cancellationToken)
    {
        foreach (var group in pods.GroupBy(pod => pod.Namespace, pod => pod.Selector))
        {
            await steps.RunAsync("await removal", $"pods of Namespace {group.Key}", async () =>
            {
                var waiting = await new WorkloadWait(subject, group.Key, clock).TryForAsync(
                    snapshot => FindLeft(snapshot, [.. group]),
                    patience,
                    left => steps.ReportProgressAsync("await removal", left),
                    cancellationToken);
                if (waiting is not null)
                {
                    leftovers.Add($"Namespace {group.Key}: {waiting} although their Deployments are gone. Look for finalizers that nobody handles.");
                }

                return true;
            });
        }
    }

    private static string? FindLeft(WorkloadSnapshot snapshot, IReadOnlyList<JsonObject> selectors)
    {
        var left = snapshot.Pods.Values
            .Where(pod => selectors.Any(selector => selector.All(label => pod.Text("metadata", "labels", label.Key) == (string?)label.Value)))
            .Select(pod => pod.Name())
            .ToList();
        return left.Count == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{left.Count} pods are still there, e.g. {left[0]},");
    }
}
