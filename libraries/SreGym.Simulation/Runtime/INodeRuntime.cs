using SreGym.Simulation.ApiServer;

namespace SreGym.Simulation.Runtime;

/// <summary>
/// What an API server asks of the nodes on behalf of clients: logs, commands, HTTP requests. The pod is there and has the
/// container; everything else is the node's to answer or to refuse.
/// </summary>
public interface INodeRuntime
{
    /// <summary>The log of a container.</summary>
    /// <exception cref="ApiStatusException">400 for a container that has not started, in the kubelet's words.</exception>
    Task<ContainerLog> ReadLogAsync(ContainerTarget container, bool previous, CancellationToken cancellationToken);

    /// <summary>Runs a command in a container.</summary>
    /// <exception cref="ApiStatusException">500 for a container that does not run.</exception>
    Task<ExecResult> ExecAsync(ContainerTarget container, IReadOnlyList<string> command, CancellationToken cancellationToken);

    /// <summary>Sends an HTTP request to a pod, or to a pod behind a service.</summary>
    /// <exception cref="ApiStatusException">503 when nothing answers there.</exception>
    Task<ProxyAnswer> ProxyAsync(ProxyRequest request, CancellationToken cancellationToken);
}
