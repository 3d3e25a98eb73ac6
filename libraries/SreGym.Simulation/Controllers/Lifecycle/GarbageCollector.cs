using System.Text.Json.Nodes;
using SreGym.Simulation.ApiServer;
using SreGym.Simulation.Json;
using SreGym.Simulation.Runtime;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Controllers.Lifecycle;

/// <summary>
/// Removes objects whose owners are gone, waits for dependents where an owner is deleted in the foreground, and frees them where they
/// are to be orphaned. Owns the finalizers <c>foregroundDeletion</c> and <c>orphan</c>.
/// </summary>
internal sealed class GarbageCollector : IController
{
    private const string Foreground = "foregroundDeletion";
    private const string Orphan = "orphan";
    private readonly ClusterContext _cluster;
    private readonly Dictionary<string, HashSet<(ResourceType Type, ObjectKey Key)>> _dependents = [];

    public GarbageCollector(ClusterContext cluster) =>
        _cluster = cluster.As("system:serviceaccount:kube-system:generic-garbage-collector", "kube-controller-manager");

    public void Observe(StoreChange change)
    {
        var hasOwners = change.Object.Owners.Count > 0 || change.Previous?.Owners.Count > 0;
        if (hasOwners || change.Type == WatchEventType.Deleted || change.Object.HasFinalizers)
        {
            _cluster.Loop.Post(() => Apply(change));
        }
    }

    private void Apply(StoreChange change)
    {
        try
        {
            Track(change);
            if (change.Type == WatchEventType.Deleted)
            {
                Dependents(change.Object.Uid).ForEach(Collect);
                change.Object.Owners.ToList().ForEach(ReleaseForeground);
            }
            else if (change.Object.DeletionTimestamp is not null)
            {
                Release(change.Object);
            }
            else if (change.Type == WatchEventType.Added)
            {
                Collect(change.Object);
            }
        }
        catch (ApiStatusException refusal)
        {
            ControllerLog.ReconcileRefused(_cluster.Logger, change.Object.Namespace, change.Object.Name, refusal.Message);
        }
    }

    private void Track(StoreChange change)
    {
        var key = (change.Object.Type, ObjectKey.Of(change.Object));
        foreach (var owner in change.Previous?.Owners ?? [])
        {
            if (_dependents.TryGetValue(owner.Uid, out var known) && known.Remove(key) && known.Count == 0)
            {
                _dependents.Remove(owner.Uid);
            }
        }

        if (change.Type == WatchEventType.Deleted)
        {
            return;
        }

        foreach (var owner in change.Object.Owners)
        {
            if (!_dependents.TryGetValue(owner.Uid, out var known))
            {
                _dependents[owner.Uid] = known = [];
            }

            known.Add(key);
        }
    }

    private List<StoredObject> Dependents(string uid) => _dependents.TryGetValue(uid, out var known)
        ? [.. known
            .Select(entry => _cluster.Api.Find(entry.Type, entry.Key.Namespace, entry.Key.Name))
            .OfType<StoredObject>()
            .OrderBy(item => item.Type.Plural, StringComparer.Ordinal)
            .ThenBy(item => item.Name, StringComparer.Ordinal)]
        : [];

    /// <summary>Deletes the object when none of its owners is left, or takes the gone ones from its list.</summary>
    private void Collect(StoredObject item)
    {
        var gone = item.Owners.Where(owner => !Exists(item, owner)).Select(owner => owner.Uid).ToHashSet();
        if (gone.Count == 0 || item.DeletionTimestamp is not null)
        {
            return;
        }

        if (gone.Count == item.Owners.Count)
        {
            _cluster.Api.Delete(item.Type, item.Namespace, item.Name, new DeleteOptions { Uid = item.Uid, PropagationPolicy = "Background" });
        }
        else
        {
            Disown(item, gone.Contains);
        }
    }

    private bool Exists(StoredObject item, OwnerReference owner)
    {
        var type = ResourceTypes.All.FirstOrDefault(candidate => candidate.Kind == owner.Kind && candidate.ApiVersion == owner.ApiVersion);
        // What an unknown kind owns is left alone, as while its API is unavailable.
        return type is null || _cluster.Api.Find(type, type.Namespaced ? item.Namespace : null, owner.Name)?.Uid == owner.Uid;
    }

    private void Release(StoredObject owner)
    {
        var finalizers = owner.HasFinalizers ? owner.Parse().Texts("metadata", "finalizers") : [];
        if (finalizers.Contains(Orphan))
        {
            Dependents(owner.Uid).ForEach(item => Disown(item, uid => uid == owner.Uid));
            RemoveFinalizer(owner, Orphan);
        }
        else if (finalizers.Contains(Foreground))
        {
            var blocking = Dependents(owner.Uid);
            foreach (var item in blocking.Where(item => item.DeletionTimestamp is null))
            {
                _cluster.Api.Delete(item.Type, item.Namespace, item.Name, new DeleteOptions { Uid = item.Uid, PropagationPolicy = Policy(item) });
            }

            if (Dependents(owner.Uid).Count == 0)
            {
                RemoveFinalizer(owner, Foreground);
            }
        }
    }

    private string Policy(StoredObject item) => Dependents(item.Uid).Count > 0 ? "Foreground" : "Background";

    private void ReleaseForeground(OwnerReference owner)
    {
        foreach (var type in ResourceTypes.All.Where(type => type.Kind == owner.Kind && type.ApiVersion == owner.ApiVersion))
        {
            if (_cluster.Api.List(type).FirstOrDefault(item => item.Uid == owner.Uid) is { DeletionTimestamp: not null } found)
            {
                Release(found);
            }
        }
    }

    private void Disown(StoredObject item, Func<string, bool> isGone) =>
        _cluster.Api.Mutate(item.Type, item.Namespace, item.Name, value =>
        {
            var kept = value.Objects("metadata", "ownerReferences").Where(owner => !isGone(owner.FindText("uid") ?? "")).ToList();
            value.FindObject("metadata")!.SetOrRemove(
                "ownerReferences", kept.Count == 0 ? null : new JsonArray([.. kept.Select(owner => owner.DeepClone())]));
        });

    private void RemoveFinalizer(StoredObject owner, string finalizer) =>
        _cluster.Api.Mutate(owner.Type, owner.Namespace, owner.Name, value =>
        {
            var kept = value.Texts("metadata", "finalizers").Where(name => name != finalizer).ToList();
            value.FindObject("metadata")!.SetOrRemove(
                "finalizers", kept.Count == 0 ? null : new JsonArray([.. kept.Select(name => (JsonNode?)name)]));
        });
}
