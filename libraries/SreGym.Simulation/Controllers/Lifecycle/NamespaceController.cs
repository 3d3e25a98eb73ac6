using SreGym.Simulation.ApiServer;
using SreGym.Simulation.Json;
using SreGym.Simulation.Runtime;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Controllers.Lifecycle;

/// <summary>Empties a namespace that is being deleted and then lets it go. Owns the namespaces' finalizer.</summary>
internal sealed class NamespaceController : IController
{
    private static readonly TimeSpan s_lookAgain = TimeSpan.FromSeconds(1);
    private readonly ClusterContext _cluster;
    private readonly ReconcileQueue _queue;

    public NamespaceController(ClusterContext cluster)
    {
        _cluster = cluster.As("system:serviceaccount:kube-system:namespace-controller", "kube-controller-manager");
        _queue = new ReconcileQueue(cluster.Loop, Reconcile, cluster.Logger);
    }

    public void Observe(StoreChange change)
    {
        if (change.Object.Type == ResourceTypes.Namespaces)
        {
            _queue.Add(ObjectKey.Of(change.Object));
        }
        else if (change.Type == WatchEventType.Deleted && change.Object.Namespace is { } space
            && _cluster.Api.Find(ResourceTypes.Namespaces, null, space) is { DeletionTimestamp: not null } owner)
        {
            _queue.Add(ObjectKey.Of(owner));
        }
    }

    private void Reconcile(ObjectKey key)
    {
        if (_cluster.Api.Find(ResourceTypes.Namespaces, null, key.Name) is not { DeletionTimestamp: not null })
        {
            return;
        }

        var isEmpty = true;
        foreach (var item in Content(key.Name))
        {
            isEmpty = false;
            if (item.DeletionTimestamp is null)
            {
                _cluster.Api.Delete(item.Type, item.Namespace, item.Name, new DeleteOptions { PropagationPolicy = "Background" });
            }
        }

        if (!isEmpty && Content(key.Name).Any())
        {
            _queue.AddAfter(key, s_lookAgain);
            return;
        }

        _cluster.Api.Mutate(
            ResourceTypes.Namespaces, null, key.Name, space => space.FindObject("spec")?.Remove("finalizers"), "finalize");
    }

    private IEnumerable<StoredObject> Content(string space) =>
        ResourceTypes.All
            .Where(type => type is { Namespaced: true, Stored: true, StoredAs: null })
            .SelectMany(type => _cluster.Api.List(type, space));
}
