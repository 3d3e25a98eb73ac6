using System.Text.Json.Nodes;
using SreGym.Simulation.ApiServer;
using SreGym.Simulation.Events;
using SreGym.Simulation.Json;
using SreGym.Simulation.Runtime;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Controllers.ReplicaSets;

/// <summary>Keeps as many pods as a ReplicaSet wants. Owns the pods' number and the ReplicaSets' status.</summary>
internal sealed class ReplicaSetController : IController
{
    private readonly ClusterContext _cluster;
    private readonly PodFactory _pods;
    private readonly ReconcileQueue _queue;

    public ReplicaSetController(ClusterContext cluster)
    {
        _cluster = cluster.As("system:serviceaccount:kube-system:replicaset-controller", "kube-controller-manager");
        _pods = new PodFactory(_cluster, new EventRecorder(_cluster, "replicaset-controller", null));
        _queue = new ReconcileQueue(cluster.Loop, Reconcile, cluster.Logger);
    }

    public void Observe(StoreChange change)
    {
        if (change.Object.Type == ResourceTypes.ReplicaSets)
        {
            _queue.Add(ObjectKey.Of(change.Object));
            if (change.Type == WatchEventType.Deleted)
            {
                _cluster.Loop.Post(() => _pods.Forget(change.Object.Uid));
            }
        }
        else if (change.Object.Type == ResourceTypes.Pods && ControllerReference.Find(change.Object, "ReplicaSet") is { } owner)
        {
            _queue.Add(new ObjectKey(change.Object.Namespace, owner.Name));
        }
    }

    private void Reconcile(ObjectKey key)
    {
        if (_cluster.Api.Find(ResourceTypes.ReplicaSets, key.Namespace, key.Name) is not { } stored)
        {
            return;
        }

        var set = stored.Parse();
        var pods = _cluster.Api.List(ResourceTypes.Pods, key.Namespace)
            .Where(pod => ControllerReference.Find(pod, "ReplicaSet")?.Uid == stored.Uid)
            .Select(pod => new PodView(pod))
            .ToList();
        ApiStatusException? refusal = null;
        if (stored.DeletionTimestamp is null)
        {
            refusal = Manage(stored, set, pods.Where(pod => pod.IsActive).ToList());
        }

        WriteStatus(stored, set, ReplicaSetStatus.Count(set, set.FindNumber("metadata", "generation") ?? 1, pods, refusal?.Message, _cluster.Now));
        WakeWhenAvailable(key, set, pods);
        if (refusal is not null)
        {
            throw refusal;
        }
    }

    private ApiStatusException? Manage(StoredObject stored, JsonObject set, List<PodView> active)
    {
        var wanted = (int)(set.FindNumber("spec", "replicas") ?? 1);
        try
        {
            for (var missing = wanted - active.Count; missing > 0; missing--)
            {
                _pods.Create(stored, set.FindObject("spec", "template") ?? []);
            }
        }
        catch (ApiStatusException refusal)
        {
            return refusal;
        }

        foreach (var pod in PodDeletionOrder.Sort(active).Take(Math.Max(0, active.Count - wanted)))
        {
            _pods.Delete(stored, pod.Stored);
        }

        return null;
    }

    private void WriteStatus(StoredObject stored, JsonObject set, JsonObject status)
    {
        if (!JsonNode.DeepEquals(set["status"], status))
        {
            _cluster.Api.Mutate(ResourceTypes.ReplicaSets, stored.Namespace, stored.Name, value => value["status"] = status.DeepClone(), "status");
        }
    }

    private void WakeWhenAvailable(ObjectKey key, JsonObject set, List<PodView> pods)
    {
        var minReady = set.Count("spec", "minReadySeconds");
        if (minReady > 0 && pods.Any(pod => pod.IsActive && pod.IsReady && !pod.IsAvailable(minReady, _cluster.Now)))
        {
            _queue.AddAfter(key, TimeSpan.FromSeconds(minReady));
        }
    }
}
