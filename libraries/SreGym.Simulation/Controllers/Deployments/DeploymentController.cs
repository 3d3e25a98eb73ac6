using System.Text.Json.Nodes;
using SreGym.Simulation.Events;
using SreGym.Simulation.Json;
using SreGym.Simulation.Runtime;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Controllers.Deployments;

/// <summary>Carries out the plans of <see cref="DeploymentPlanner"/>. Owns ReplicaSets' size and Deployments' status.</summary>
internal sealed class DeploymentController : IController
{
    private readonly ClusterContext _cluster;
    private readonly EventRecorder _events;
    private readonly ReconcileQueue _queue;

    public DeploymentController(ClusterContext cluster)
    {
        _cluster = cluster.As("system:serviceaccount:kube-system:deployment-controller", "kube-controller-manager");
        _events = new EventRecorder(_cluster, "deployment-controller", null);
        _queue = new ReconcileQueue(cluster.Loop, Reconcile, cluster.Logger);
    }

    public void Observe(StoreChange change)
    {
        if (change.Object.Type == ResourceTypes.Deployments)
        {
            _queue.Add(ObjectKey.Of(change.Object));
        }
        else if (change.Object.Type == ResourceTypes.ReplicaSets && ControllerReference.Find(change.Object, "Deployment") is { } owner)
        {
            _queue.Add(new ObjectKey(change.Object.Namespace, owner.Name));
        }
        else if (change.Type == WatchEventType.Deleted && change.Object.Type == ResourceTypes.Pods)
        {
            WakeRecreate(change.Object);
        }
    }

    /// <summary>A Recreate rollout waits for the last old pod to go.</summary>
    private void WakeRecreate(StoredObject pod)
    {
        if (ControllerReference.Find(pod, "ReplicaSet") is { } set
            && _cluster.Api.Find(ResourceTypes.ReplicaSets, pod.Namespace, set.Name) is { } stored
            && ControllerReference.Find(stored, "Deployment") is { } owner)
        {
            _queue.Add(new ObjectKey(pod.Namespace, owner.Name));
        }
    }

    private void Reconcile(ObjectKey key)
    {
        if (_cluster.Api.Find(ResourceTypes.Deployments, key.Namespace, key.Name) is not { } stored)
        {
            return;
        }

        var deployment = DeploymentView.Of(stored);
        var sets = _cluster.Api.List(ResourceTypes.ReplicaSets, key.Namespace)
            .Where(set => ControllerReference.Find(set, "Deployment")?.Uid == stored.Uid)
            .Select(ReplicaSetView.Of);
        var plan = DeploymentPlanner.Plan(deployment, sets, HasRunningPods, _cluster.Now);
        foreach (var action in plan.Actions)
        {
            Carry(deployment, stored, action);
        }

        if (plan.LookAgain is { } delay)
        {
            _queue.AddAfter(key, delay);
        }
    }

    private bool HasRunningPods(ReplicaSetView set) =>
        _cluster.Api.List(ResourceTypes.Pods, set.Value.FindText("metadata", "namespace"))
            .Any(pod => ControllerReference.Find(pod, "ReplicaSet")?.Uid == set.Uid
                && pod.Parse().FindText("status", "phase") is not ("Succeeded" or "Failed"));

    private void Carry(DeploymentView deployment, StoredObject stored, DeploymentAction action)
    {
        switch (action)
        {
            case DeploymentAction.CreateReplicaSet create:
                _cluster.Api.Create(ResourceTypes.ReplicaSets, deployment.Namespace, (JsonObject)create.Value.DeepClone());
                if (create.Replicas > 0)
                {
                    RecordScaling(stored, "up", create.Name, 0, create.Replicas);
                }

                break;
            case DeploymentAction.AnnotateReplicaSet annotate:
                Change(deployment, annotate.Name, value => Annotate(value, annotate.Annotations, annotate.MinReadySeconds));
                break;
            case DeploymentAction.ScaleReplicaSet scale:
                Change(deployment, scale.Name, value => Scale(value, deployment, scale.To));
                RecordScaling(stored, scale.To > scale.From ? "up" : "down", scale.Name, scale.From, scale.To);
                break;
            case DeploymentAction.DeleteReplicaSet delete:
                _cluster.Api.Delete(ResourceTypes.ReplicaSets, deployment.Namespace, delete.Name);
                break;
            case DeploymentAction.WriteStatus write:
                WriteStatus(deployment, write);
                break;
        }
    }

    private void Change(DeploymentView deployment, string name, Action<JsonObject> change) =>
        _cluster.Api.Mutate(ResourceTypes.ReplicaSets, deployment.Namespace, name, change);

    private static void Annotate(JsonObject set, IReadOnlyDictionary<string, string> annotations, int minReadySeconds)
    {
        var target = set.GetOrAddObject("metadata").GetOrAddObject("annotations");
        foreach (var (name, text) in annotations)
        {
            target[name] = text;
        }

        set.GetOrAddObject("spec").SetCount("minReadySeconds", minReadySeconds);
    }

    private static void Scale(JsonObject set, DeploymentView deployment, int replicas)
    {
        set.GetOrAddObject("spec")["replicas"] = replicas;
        var annotations = new Dictionary<string, string>(StringComparer.Ordinal);
        ReplicaSetAnnotations.SetReplicas(annotations, deployment);
        Annotate(set, annotations, deployment.MinReadySeconds);
    }

    private void WriteStatus(DeploymentView deployment, DeploymentAction.WriteStatus write) =>
        _cluster.Api.Mutate(
            ResourceTypes.Deployments,
            deployment.Namespace,
            deployment.Name,
            value =>
            {
                value["status"] = write.Status.DeepClone();
                if (write.Revision is not null)
                {
                    value.GetOrAddObject("metadata").GetOrAddObject("annotations")[ReplicaSetAnnotations.Revision] = write.Revision;
                }
            },
            "status");

    private void RecordScaling(StoredObject deployment, string direction, string set, int from, int to) =>
        _events.Normal(ControllerReference.Involve(deployment), "ScalingReplicaSet", $"Scaled {direction} replica set {set} from {from} to {to}");
}
