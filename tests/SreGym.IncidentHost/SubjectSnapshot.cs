using System.Text.Json.Nodes;
using SreGym.Problems.Applications;
using SreGym.Problems.Baselines;
using SreGym.Problems.Changes;
using SreGym.Problems.Faults;
using SreGym.Problems.Subjects;

namespace SreGym.IncidentHost;

/// <summary>
/// What an incident is made of at one moment, kept so that another can follow it on the same subject: everything in its namespaces, and who
/// may do what; and the default namespace, where attempts put what belongs elsewhere. Nobody else's objects are looked at.
/// </summary>
public sealed class SubjectSnapshot
{
    private static readonly string[] s_namespaces = [HotelReservation.Profile.Namespace, "platform-registry", "default"];
    private static readonly KubernetesResource[] s_clusterWide = [KubernetesResources.Nodes, KubernetesResources.ClusterRoleBindings];

    private readonly IReadOnlyDictionary<ObjectKey, JsonObject> _objects;

    private SubjectSnapshot(IReadOnlyDictionary<ObjectKey, JsonObject> objects) => _objects = objects;

    /// <summary>Reads all of it.</summary>
    public static async Task<SubjectSnapshot> TakeAsync(SubjectApi subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        var objects = new Dictionary<ObjectKey, JsonObject>();
        foreach (var resource in BaselineRules.Kinds)
        {
            var found = await subject.FindAllAsync(resource, @namespace: null, CancellationToken.None);
            foreach (var item in found?.Items.Where(BaselineRules.IsAskedFor) ?? [])
            {
                var key = ObjectKey.Of(item);
                if (key.Namespace is { } @namespace ? s_namespaces.Contains(@namespace) : s_clusterWide.Contains(resource))
                {
                    objects[key] = item;
                }
            }
        }

        return new SubjectSnapshot(objects);
    }

    /// <summary>Puts back what is different from it, and removes what has come since.</summary>
    /// <returns>What could not be put back.</returns>
    public async Task<IReadOnlyList<string>> RestoreAsync(SubjectApi subject)
    {
        var now = await TakeAsync(subject);
        var changed = _objects.Where(item => !now._objects.TryGetValue(item.Key, out var live) || !IsSame(item.Value, live));
        var added = now._objects.Keys.Where(key => !_objects.ContainsKey(key));
        Change[] changes =
        [
            .. changed.Select(item => CreateChange(ChangeVerb.Replace, item.Key, item.Value)),
            .. added.Select(key => CreateChange(ChangeVerb.Create, key, previous: null)),
        ];
        var undoer = new ChangeUndoer(subject, new FixedLedger(changes), new StepRunner(_ => Task.CompletedTask), TimeProvider.System);
        return (await undoer.UndoAsync(RecoveryScope.Everything, CancellationToken.None)).Leftovers;
    }

    private static bool IsSame(JsonObject one, JsonObject other) =>
        JsonNode.DeepEquals(ObjectNormalizer.Normalize(one), ObjectNormalizer.Normalize(other));

    private static Change CreateChange(ChangeVerb verb, ObjectKey key, JsonObject? previous) => new()
    {
        Id = 0,
        Phase = ChangePhase.Fault,
        Verb = verb,
        Key = key,
        State = ChangeState.Done,
        Previous = previous,
    };

    private sealed class FixedLedger(IReadOnlyList<Change> changes) : IChangeLedger
    {
        public Change Intend(ChangePhase phase, ChangeVerb verb, ObjectKey key, JsonObject? previous) => throw new NotSupportedException();

        public void MarkDone(Change change, JsonObject? applied) => throw new NotSupportedException();

        public void MarkUndone(IReadOnlyCollection<Change> changes)
        {
        }

        public IReadOnlyList<Change> ListOpen() => changes;
    }
}
