using System.Net;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using SreGym.Simulation.ApiServer;
using SreGym.Simulation.Behaviours;
using SreGym.Simulation.Json;
using SreGym.Simulation.Kubelet.Pods;
using SreGym.Simulation.Networking;
using SreGym.Simulation.Runtime;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Kubelet;

/// <summary>
/// What pods answer over HTTP. A Service works while one of its pods is ready and everything that pod needs works, so that what is broken
/// breaks exactly what depends on it.
/// </summary>
internal sealed class PodHttp(ClusterContext cluster, ServiceRouter services, IReadOnlyList<NodeAgent> nodes)
{
    public ProxyAnswer Answer(ProxyRequest request)
    {
        var (pod, port) = request.IsService ? ChooseBehindService(request) : FindPod(request);
        var listening = Running(pod).FirstOrDefault(container => Listens(pod, container, port))
            ?? throw Unavailable($"error trying to reach service: dial tcp {Address(pod)}:{port}: connect: connection refused");
        return Answer(pod.Namespace!, listening.Behaviour, request);
    }

    private ProxyAnswer Answer(string @namespace, ContainerBehaviour behaviour, ProxyRequest request)
    {
        if (behaviour.Http.FirstOrDefault(answer => answer.Path == request.Path) is not { } found)
        {
            return Text(HttpStatusCode.NotFound, "404 page not found\n");
        }

        var query = QueryHelpers.ParseQuery(request.Query);
        if (found.Required.Any(name => string.IsNullOrEmpty(query.GetValueOrDefault(name))))
        {
            return Text(HttpStatusCode.BadRequest, found.RequiredMessage + "\n");
        }

        return found.Needs.FirstOrDefault(need => !Works(@namespace, need, [])) is { } broken
            ? Text(HttpStatusCode.InternalServerError, $"rpc error: code = Unavailable desc = connection to srv-{broken} failed\n")
            : new ProxyAnswer(found.Status, found.ContentType, found.ReadBody());
    }

    private bool Works(string @namespace, string service, HashSet<string> asked)
    {
        if (!asked.Add(service))
        {
            return true;
        }

        return cluster.Api.Find(ResourceTypes.Services, @namespace, service) is { } stored
            && stored.Parse().Objects("spec", "ports").FirstOrDefault() is { } port
            && services.FindReadyPods(stored, port).Any(target =>
                Running(target.Pod).ToList() is var running
                && running.Exists(container => Listens(target.Pod, container, target.Port))
                && running.All(container => container.Behaviour.Needs.All(need => Works(@namespace, need, asked))));
    }

    private (StoredObject Pod, int Port) ChooseBehindService(ProxyRequest request)
    {
        if (cluster.Api.Find(ResourceTypes.Services, request.Namespace, request.Name) is null)
        {
            throw ApiErrors.NotFound(ResourceTypes.Services, request.Name);
        }

        if (services.FindService(request.Namespace, request.Name, request.Port) is not { } found)
        {
            throw Unavailable($"no service port \"{request.Port}\" found for service \"{request.Name}\"");
        }

        var pods = services.FindReadyPods(found.Service, found.Port);
        return pods.Count > 0 ? pods[0] : throw Unavailable($"no endpoints available for service \"{request.Name}\"");
    }

    private (StoredObject Pod, int Port) FindPod(ProxyRequest request)
    {
        var pod = cluster.Api.Find(ResourceTypes.Pods, request.Namespace, request.Name)
            ?? throw ApiErrors.NotFound(ResourceTypes.Pods, request.Name);
        var declared = pod.Parse().Objects("spec", "containers").SelectMany(container => container.Objects("ports")).ToList();
        var chosen = declared.Find(port => port.FindText("name") == request.Port) ?? (request.Port.Length == 0 ? declared.FirstOrDefault() : null);
        return (pod, chosen?.Count("containerPort") ?? (int.TryParse(request.Port, out var number) ? number : 80));
    }

    private IEnumerable<ContainerRuntime> Running(StoredObject pod) => nodes
        .Select(node => node.Find(pod.Uid))
        .OfType<PodWorker>()
        .SelectMany(worker => worker.Runtime.Containers.Where(container => container.IsRunning));

    private static bool Listens(StoredObject pod, ContainerRuntime container, int port) =>
        pod.Parse().Objects("spec", "containers").FirstOrDefault(spec => spec.FindText("name") == container.Name) is { } declared
        && container.Behaviour.Listens(declared, port);

    private static string Address(StoredObject pod) => pod.Parse().FindText("status", "podIP") ?? "";

    private static ProxyAnswer Text(HttpStatusCode status, string text) =>
        new((int)status, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(text));

    private static ApiStatusException Unavailable(string message) =>
        new(new ApiStatus { Code = 503, Reason = "ServiceUnavailable", Message = message });
}
