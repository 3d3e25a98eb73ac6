using System.Text.Json.Nodes;
using SreGym.Simulation.Json;
using SreGym.Simulation.Runtime;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Controllers.Endpoints;

/// <summary>Keeps one EndpointSlice per Service with a selector. Owns these slices.</summary>
internal sealed class EndpointSliceController : IController
{
    private const string ServiceLabel = "kubernetes.io/service-name";
    private const string ManagedBy = "endpointslice-controller.k8s.io";
    private readonly ClusterContext _cluster;
    private readonly ReconcileQueue _queue;

    public EndpointSliceController(ClusterContext cluster)
    {
        _cluster = cluster.As("system:serviceaccount:kube-system:endpointslice-controller", "kube-controller-manager");
        _queue = new ReconcileQueue(cluster.Loop, Reconcile, cluster.Logger);
    }

    public void Observe(StoreChange change) => ServiceChanges.Enqueue(_cluster, _queue, change);

    private void Reconcile(ObjectKey key)
    {
        if (_cluster.Api.Find(ResourceTypes.Services, key.Namespace, key.Name) is not { DeletionTimestamp: null } stored)
        {
            return;
        }

        var service = stored.Parse();
        if (ServiceTargets.Find(_cluster.Api, stored, service) is not { } targets)
        {
            return;
        }

        var name = $"{key.Name}-{_cluster.Seed.Suffix(5, "endpointslice", stored.Uid)}";
        var endpoints = new JsonArray([.. targets.Select(Endpoint)]);
        var ports = Ports(service, targets);
        if (_cluster.Api.Find(ResourceTypes.EndpointSlices, key.Namespace, name) is null)
        {
            _cluster.Api.Create(ResourceTypes.EndpointSlices, key.Namespace, Slice(stored, service, name, endpoints, ports));
            return;
        }

        _cluster.Api.Mutate(ResourceTypes.EndpointSlices, key.Namespace, name, slice =>
        {
            slice["endpoints"] = endpoints.DeepClone();
            slice["ports"] = ports.DeepClone();
        });
    }

    private static JsonObject Slice(StoredObject stored, JsonObject service, string name, JsonArray endpoints, JsonArray ports)
    {
        var labels = new JsonObject { ["endpointslice.kubernetes.io/managed-by"] = ManagedBy };
        foreach (var (label, value) in service.TextMap("metadata", "labels"))
        {
            labels[label] = value;
        }

        labels[ServiceLabel] = stored.Name;
        return new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["generateName"] = $"{stored.Name}-",
                ["namespace"] = stored.Namespace,
                ["labels"] = labels,
                ["ownerReferences"] = new JsonArray(ControllerReference.To(stored)),
            },
            ["addressType"] = "IPv4",
            ["endpoints"] = endpoints,
            ["ports"] = ports,
        };
    }

    private static JsonObject Endpoint(EndpointTarget target) => new()
    {
        ["addresses"] = new JsonArray(target.Address),
        ["conditions"] = new JsonObject
        {
            ["ready"] = target.IsReady,
            ["serving"] = target.Pod.IsReady,
            ["terminating"] = target.Pod.IsTerminating,
        },
        ["targetRef"] = target.Reference(),
        ["nodeName"] = target.Pod.NodeName,
    };

    private static JsonArray Ports(JsonObject service, IReadOnlyList<EndpointTarget> targets)
    {
        var ports = new JsonArray();
        foreach (var port in service.Objects("spec", "ports"))
        {
            if (targets.Select(target => target.FindPort(port)).FirstOrDefault(number => number is not null) is { } number)
            {
                ports.Add(new JsonObject
                {
                    ["name"] = port.FindText("name") ?? "",
                    ["port"] = number,
                    ["protocol"] = port.FindText("protocol") ?? "TCP",
                });
            }
        }

        return ports;
    }
}
