using SreGym.Simulation.Controllers;
using SreGym.Simulation.Json;
using SreGym.Simulation.Kubelet.Pods;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Kubelet;

/// <summary>The kubelet of one node: one worker for each of its pods.</summary>
internal sealed class NodeAgent(NodeContext node) : IController
{
    private readonly Dictionary<string, PodWorker> _workers = [];

    public NodeContext Node => node;

    public void Observe(StoreChange change)
    {
        if (change.Object.Type == ResourceTypes.Pods)
        {
            node.Cluster.Loop.Post(() => Apply(change));
        }
    }

    /// <summary>The worker of a pod that is on this node; null when there is none.</summary>
    public PodWorker? Find(string podUid) => _workers.GetValueOrDefault(podUid);

    private void Apply(StoreChange change)
    {
        var pod = change.Object;
        if (_workers.TryGetValue(pod.Uid, out var worker))
        {
            if (change.Type == WatchEventType.Deleted)
            {
                _workers.Remove(pod.Uid);
                worker.Remove();
            }
            else
            {
                worker.Update(pod);
            }
        }
        else if (change.Type != WatchEventType.Deleted && pod.Parse().FindText("spec", "nodeName") == node.Name)
        {
            worker = new PodWorker(node, pod);
            _workers.Add(pod.Uid, worker);
            worker.Wake();
        }
    }
}
