using System.Text.Json.Nodes;
using SreGym.Simulation.Json;
using SreGym.Simulation.Runtime;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Controllers.Endpoints;

/// <summary>Keeps the older Endpoints object of each Service with a selector. Owns these objects.</summary>
internal sealed class EndpointsController : IController
{
    private readonly ClusterContext _cluster;
    private readonly ReconcileQueue _queue;

    public EndpointsController(ClusterContext cluster)
    {
        _cluster = cluster.As("system:serviceaccount:kube-system:endpoint-controller", "kube-controller-manager");
        _queue = new ReconcileQueue(cluster.Loop, Reconcile, cluster.Logger);
    }

    public void Observe(StoreChange change) => ServiceChanges.Enqueue(_cluster, _queue, change);

    private void Reconcile(ObjectKey key)
    {
        if (_cluster.Api.Find(ResourceTypes.Services, key.Namespace, key.Name) is not { DeletionTimestamp: null } stored)
        {
            // The object has no owner reference: it goes with its Service by name.
            _cluster.Api.Delete(ResourceTypes.Endpoints, key.Namespace, key.Name);
            return;
        }

        var service = stored.Parse();
        if (ServiceTargets.Find(_cluster.Api, stored, service) is not { } targets)
        {
            return;
        }

        var subsets = Subsets(service, targets);
        if (_cluster.Api.Find(ResourceTypes.Endpoints, key.Namespace, key.Name) is null)
        {
            _cluster.Api.Create(ResourceTypes.Endpoints, key.Namespace, Made(stored, service, subsets));
            return;
        }

        _cluster.Api.Mutate(
            ResourceTypes.Endpoints, key.Namespace, key.Name, endpoints => endpoints.SetOrRemove("subsets", subsets?.DeepClone()));
    }

    private static JsonObject Made(StoredObject stored, JsonObject service, JsonArray? subsets)
    {
        var labels = new JsonObject { ["endpoints.kubernetes.io/managed-by"] = "endpoint-controller" };
        foreach (var (label, value) in service.TextMap("metadata", "labels"))
        {
            labels[label] = value;
        }

        var made = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = stored.Name, ["namespace"] = stored.Namespace, ["labels"] = labels },
        };
        made.SetOrRemove("subsets", subsets);
        return made;
    }

    private static JsonArray? Subsets(JsonObject service, IReadOnlyList<EndpointTarget> targets)
    {
        if (targets.Count == 0)
        {
            return null;
        }

        var subset = new JsonObject();
        AddAddresses(subset, "addresses", targets.Where(target => target.IsReady));
        AddAddresses(subset, "notReadyAddresses", targets.Where(target => !target.IsReady && !target.Pod.IsTerminating));
        if (subset.Count == 0)
        {
            return null;
        }

        subset["ports"] = new JsonArray([.. service.Objects("spec", "ports").Select(port => Port(port, targets))]);
        return new JsonArray(subset);
    }

    private static JsonObject Port(JsonObject port, IReadOnlyList<EndpointTarget> targets)
    {
        var json = new JsonObject();
        json.SetOrRemove("name", port.FindText("name"));
        json["port"] = targets.Select(target => target.FindPort(port)).FirstOrDefault(number => number is not null) ?? port.Count("port");
        json["protocol"] = port.FindText("protocol") ?? "TCP";
        return json;
    }

    private static void AddAddresses(JsonObject subset, string name, IEnumerable<EndpointTarget> targets)
    {
        var addresses = new JsonArray([.. targets.Select(target => new JsonObject
        {
            ["ip"] = target.Address,
            ["nodeName"] = target.Pod.NodeName,
            ["targetRef"] = target.Reference(),
        })]);
        if (addresses.Count > 0)
        {
            subset[name] = addresses;
        }
    }
}
