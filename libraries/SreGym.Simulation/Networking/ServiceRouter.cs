using System.Text.Json.Nodes;
using SreGym.Simulation.ApiServer;
using SreGym.Simulation.Json;
using SreGym.Simulation.Runtime;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Networking;

/// <summary>From a Service to the pods behind it, by EndpointSlices as kube-proxy does.</summary>
internal sealed class ServiceRouter(ClusterApi api)
{
    private const string ServiceLabel = "kubernetes.io/service-name";

    /// <summary>The Service and port that a node port leads to; null when none has it.</summary>
    public (StoredObject Service, JsonObject Port)? FindNodePort(int nodePort) =>
        FindPort(port => port.Count("nodePort") == nodePort, _ => true);

    /// <summary>The Service and port behind a cluster address.</summary>
    public (StoredObject Service, JsonObject Port)? FindClusterAddress(string address, int port) =>
        FindPort(entry => entry.Count("port") == port, service => service.FindText("spec", "clusterIP") == address);

    /// <summary>A Service's port by number or name.</summary>
    public (StoredObject Service, JsonObject Port)? FindService(string @namespace, string name, string? port)
    {
        if (api.Find(ResourceTypes.Services, @namespace, name) is not { } stored)
        {
            return null;
        }

        var ports = stored.Parse().Objects("spec", "ports").ToList();
        var found = string.IsNullOrEmpty(port)
            ? ports.Count == 1 ? ports[0] : null
            : ports.Find(entry => entry.FindText("name") == port || entry["port"]?.ToString() == port);
        return found is null ? null : (stored, found);
    }

    /// <summary>Pods that are ready behind a Service's port, with the port they serve it on.</summary>
    public IReadOnlyList<(StoredObject Pod, int Port)> FindReadyPods(StoredObject service, JsonObject port)
    {
        var selector = LabelSelector.ForLabels([KeyValuePair.Create(ServiceLabel, service.Name)]);
        var name = port.FindText("name") ?? "";
        return [.. api.List(ResourceTypes.EndpointSlices, service.Namespace, selector)
            .Select(slice => slice.Parse())
            .SelectMany(slice => slice.Objects("ports")
                .Where(served => (served.FindText("name") ?? "") == name)
                .SelectMany(served => slice.Objects("endpoints")
                    .Where(endpoint => endpoint.FindFlag("conditions", "ready") is true)
                    .Select(endpoint => (Pod: Target(endpoint), Port: served.Count("port")))))
            .Where(target => target.Pod is not null)
            .Select(target => (target.Pod!, target.Port))];
    }

    private StoredObject? Target(JsonObject endpoint) => endpoint.FindText("targetRef", "name") is { } name
        ? api.Find(ResourceTypes.Pods, endpoint.FindText("targetRef", "namespace"), name)
        : null;

    private (StoredObject Service, JsonObject Port)? FindPort(Func<JsonObject, bool> matches, Func<JsonObject, bool> serviceMatches)
    {
        foreach (var stored in api.List(ResourceTypes.Services))
        {
            var service = stored.Parse();
            if (serviceMatches(service) && service.Objects("spec", "ports").FirstOrDefault(matches) is { } port)
            {
                return (stored, port);
            }
        }

        return null;
    }
}
