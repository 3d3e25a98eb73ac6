using System.Text.Json.Nodes;
using SreGym.Simulation.Controllers;
using SreGym.Simulation.Json;
using SreGym.Simulation.Runtime;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Scheduling;

/// <summary>Gives each pod a node. Owns <c>spec.nodeName</c> and the condition PodScheduled.</summary>
internal sealed class Scheduler : IController
{
    private const string Name = "default-scheduler";
    private static readonly TimeSpan s_retry = TimeSpan.FromMinutes(5);

    private readonly ClusterContext _cluster;
    private readonly SchedulerEvents _events;
    private readonly ReconcileQueue _queue;
    private readonly HashSet<ObjectKey> _unschedulable = [];

    public Scheduler(ClusterContext cluster, string instance)
    {
        _cluster = cluster.As("system:kube-scheduler", "kube-scheduler");
        _events = new SchedulerEvents(_cluster, instance);
        _queue = new ReconcileQueue(cluster.Loop, Schedule, cluster.Logger);
    }

    public void Observe(StoreChange change)
    {
        if (change.Object.Type == ResourceTypes.Nodes)
        {
            _cluster.Loop.Post(RetryUnschedulable);
        }
        else if (change.Object.Type == ResourceTypes.Pods && change.Type == WatchEventType.Added)
        {
            _queue.Add(ObjectKey.Of(change.Object));
        }
        else if (change.Object.Type == ResourceTypes.Pods && change.Type == WatchEventType.Deleted)
        {
            _cluster.Loop.Post(() =>
            {
                _events.Forget(change.Object.Uid);
                RetryUnschedulable();
            });
        }
    }

    private void RetryUnschedulable()
    {
        foreach (var key in _unschedulable.OrderBy(key => key.Namespace, StringComparer.Ordinal).ThenBy(key => key.Name, StringComparer.Ordinal))
        {
            _queue.Add(key);
        }

        _unschedulable.Clear();
    }

    private void Schedule(ObjectKey key)
    {
        if (_cluster.Api.Find(ResourceTypes.Pods, key.Namespace, key.Name) is not { DeletionTimestamp: null } stored)
        {
            return;
        }

        var pod = stored.Parse();
        if (pod.FindText("spec", "nodeName") is { Length: > 0 }
            || (pod.FindText("spec", "schedulerName") ?? Name) != Name
            || pod.Objects("spec", "schedulingGates").Any())
        {
            return;
        }

        var decision = SchedulingDecision.Decide(pod, Nodes());
        if (decision.Node is { } node)
        {
            Bind(stored, node);
            return;
        }

        _unschedulable.Add(key);
        _queue.AddAfter(key, s_retry);
        _events.Failed(ControllerReference.Involve(stored), decision.Failure);
        _cluster.Api.Mutate(ResourceTypes.Pods, key.Namespace, key.Name, value => SetUnschedulable(value, decision.Failure), "status");
    }

    private List<NodeView> Nodes()
    {
        var placed = _cluster.Api.List(ResourceTypes.Pods)
            .Select(stored => stored.Parse())
            .Where(pod => pod.FindText("spec", "nodeName") is { Length: > 0 } && pod.FindText("status", "phase") is not ("Succeeded" or "Failed"))
            .ToLookup(pod => pod.FindText("spec", "nodeName")!);
        return [.. _cluster.Api.List(ResourceTypes.Nodes).Select(node => NodeView.Of(node, placed[node.Name]))];
    }

    private void Bind(StoredObject pod, string node)
    {
        _cluster.Api.Bind(pod.Namespace!, pod.Name, node);
        _events.Scheduled(ControllerReference.Involve(pod), $"Successfully assigned {pod.Namespace}/{pod.Name} to {node}");
    }

    private void SetUnschedulable(JsonObject pod, string failure)
    {
        var conditions = pod.GetOrAddObject("status").GetOrAddArray("conditions");
        var known = conditions.OfType<JsonObject>().FirstOrDefault(condition => condition.FindText("type") == "PodScheduled");
        if (known is not null)
        {
            conditions.Remove(known);
        }

        conditions.Add(new JsonObject
        {
            ["type"] = "PodScheduled",
            ["observedGeneration"] = pod.FindNumber("metadata", "generation"),
            ["status"] = "False",
            ["lastProbeTime"] = null,
            ["lastTransitionTime"] = known.FindText("lastTransitionTime") ?? KubernetesTime.Format(_cluster.Now),
            ["reason"] = "Unschedulable",
            ["message"] = failure,
        });
    }
}
