using System.Text.Json.Nodes;
using SreGym.Problems.Subjects;

namespace SreGym.Problems.Changes;

/// <summary>
/// Changes the subject and records it: the intent with the previous object first, then the change, then that it is done.
/// A change that is recorded as done is not made again; one that was interrupted is completed.
/// </summary>
public sealed class ChangeRecorder(SubjectApi subject, IChangeLedger ledger, ChangePhase phase)
{
    private const int Attempts = 10;

    /// <summary>True when this phase has changes that are not undone.</summary>
    public bool HasChanges => ledger.ListOpen().Any(change => change.Phase == phase);

    /// <summary>Makes the object be as in the manifest. False when that is done already.</summary>
    public async Task<bool> PutAsync(JsonObject manifest, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        var key = ObjectKey.Of(manifest);
        if (FindOpen(key) is { State: ChangeState.Done })
        {
            return false;
        }

        var live = await subject.FindAsync(key, cancellationToken);
        var change = FindOpen(key) ?? ledger.Intend(phase, live is null ? ChangeVerb.Create : ChangeVerb.Replace, key, live);
        var applied = live is null ? await subject.TryCreateAsync(key, manifest, cancellationToken) : null;
        applied ??= await ReplaceLiveAsync(key, current => Overwrite(current, manifest), cancellationToken);
        ledger.MarkDone(change, applied);
        return true;
    }

    /// <summary>Changes an object that is there. False when that is done already.</summary>
    /// <exception cref="SubjectStateException">The object does not exist.</exception>
    public async Task<bool> EditAsync(ObjectKey key, Action<JsonObject> edit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(edit);
        if (FindOpen(key) is { State: ChangeState.Done })
        {
            return false;
        }

        var live = await subject.FindAsync(key, cancellationToken) ?? throw Missing(key);
        var change = FindOpen(key) ?? ledger.Intend(phase, ChangeVerb.Replace, key, live);
        ledger.MarkDone(change, await ReplaceLiveAsync(key, edit, cancellationToken));
        return true;
    }

    /// <summary>Deletes an object. False when that is done already or there is none.</summary>
    public async Task<bool> DeleteAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        var open = FindOpen(key);
        var live = open is { State: ChangeState.Done } ? null : await subject.FindAsync(key, cancellationToken);
        if (open is null && live is null)
        {
            return false;
        }

        var change = open ?? ledger.Intend(phase, ChangeVerb.Delete, key, live);
        if (change.State == ChangeState.Done)
        {
            return false;
        }

        await subject.DeleteAsync(key, cancellationToken);
        ledger.MarkDone(change, applied: null);
        return true;
    }

    /// <summary>Deletes the pods of a Deployment, so that new ones start. False when that is done already.</summary>
    public async Task<bool> RestartAsync(ObjectKey deployment, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        var change = ledger.ListOpen().LastOrDefault(
            open => open.Phase == phase && open.Verb == ChangeVerb.Restart && open.Key == deployment)
            ?? ledger.Intend(phase, ChangeVerb.Restart, deployment, previous: null);
        if (change.State == ChangeState.Done)
        {
            return false;
        }

        var live = await subject.FindAsync(deployment, cancellationToken) ?? throw Missing(deployment);
        foreach (var pod in await ListPodsAsync(subject, live, deployment.Namespace, cancellationToken))
        {
            await subject.DeleteAsync(new ObjectKey(KubernetesResources.Pods, deployment.Namespace, pod.Name()), cancellationToken);
        }

        ledger.MarkDone(change, applied: null);
        return true;
    }

    internal static async Task<IReadOnlyList<JsonObject>> ListPodsAsync(
        SubjectApi subject, JsonObject deployment, string? @namespace, CancellationToken cancellationToken)
    {
        var labels = deployment.At("spec", "selector", "matchLabels") as JsonObject ?? [];
        var selector = string.Join(",", labels.Select(label => $"{label.Key}={(string?)label.Value}"));
        var pods = await subject.FindAllAsync(KubernetesResources.Pods, @namespace, cancellationToken, selector);
        return pods?.Items ?? [];
    }

    private async Task<JsonObject> ReplaceLiveAsync(ObjectKey key, Action<JsonObject> edit, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var live = await subject.FindAsync(key, cancellationToken) ?? throw Missing(key);
            var wanted = live.Copy();
            edit(wanted);
            if (JsonNode.DeepEquals(live, wanted))
            {
                return live;
            }

            if (await subject.TryReplaceAsync(key, wanted, cancellationToken) is { } applied)
            {
                return applied;
            }
        }

        throw new SubjectStateException($"{key} changed under our hands {Attempts} times: try again when nothing else writes it.");
    }

    private static void Overwrite(JsonObject live, JsonObject manifest)
    {
        foreach (var (field, value) in manifest.Where(entry => entry.Key is not ("metadata" or "status")))
        {
            live[field] = value?.DeepClone();
        }

        foreach (var field in (ReadOnlySpan<string>)["labels", "annotations"])
        {
            foreach (var (name, value) in manifest.At("metadata", field) as JsonObject ?? [])
            {
                var target = live["metadata"]![field] as JsonObject ?? [];
                target[name] = value?.DeepClone();
                live["metadata"]![field] = target;
            }
        }
    }

    private Change? FindOpen(ObjectKey key) => ledger.ListOpen()
        .LastOrDefault(change => change.Phase == phase && change.Verb != ChangeVerb.Restart && change.Key == key);

    private static SubjectStateException Missing(ObjectKey key) =>
        new($"{key} does not exist: deploy the application first.");
}
