using System.Text.Json.Nodes;
using SreGym.Simulation.Events;
using SreGym.Simulation.Runtime;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Controllers.Workloads;

/// <summary>The loop that workloads with pods of their own share: look, make and remove pods, write the status.</summary>
internal sealed class WorkloadController : IController
{
    private readonly ClusterContext _cluster;
    private readonly ResourceType _type;
    private readonly IWorkload _workload;
    private readonly PodFactory _pods;
    private readonly ReconcileQueue _queue;

    /// <param name="cluster">The cluster.</param>
    /// <param name="type">The kind of workload.</param>
    /// <param name="name">Name of the controller, as events and users show it.</param>
    /// <param name="workload">What the kind wants.</param>
    public WorkloadController(ClusterContext cluster, ResourceType type, string name, IWorkload workload)
    {
        _cluster = cluster.As($"system:serviceaccount:kube-system:{name}", "kube-controller-manager");
        _type = type;
        _workload = workload;
        _pods = new PodFactory(_cluster, new EventRecorder(_cluster, name, null));
        _queue = new ReconcileQueue(cluster.Loop, Reconcile, cluster.Logger);
    }

    public void Observe(StoreChange change)
    {
        if (change.Object.Type == _type)
        {
            _queue.Add(ObjectKey.Of(change.Object));
        }
        else if (change.Object.Type == ResourceTypes.Pods && ControllerReference.Find(change.Object, _type.Kind) is { } owner)
        {
            _queue.Add(new ObjectKey(change.Object.Namespace, owner.Name));
        }
    }

    private void Reconcile(ObjectKey key)
    {
        if (_cluster.Api.Find(_type, key.Namespace, key.Name) is not { DeletionTimestamp: null } stored)
        {
            return;
        }

        var value = stored.Parse();
        var pods = OwnedPods.Find(_cluster.Api, stored);
        _workload.Manage(_cluster, _pods, stored, value, pods);
        var status = _workload.Status(_cluster, value, OwnedPods.Find(_cluster.Api, stored));
        if (!JsonNode.DeepEquals(value["status"], status))
        {
            _cluster.Api.Mutate(_type, key.Namespace, key.Name, item => item["status"] = status.DeepClone(), "status");
        }
    }
}
