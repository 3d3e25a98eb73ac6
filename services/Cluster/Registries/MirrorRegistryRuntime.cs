using System.Collections.Concurrent;
using Grpc.Core;
using SreGym.Contracts.RegistryMirror.V1;
using SreGym.Simulation.Runtime;

namespace SreGym.Cluster.Registries;

/// <summary>Has RegistryMirror serve the registries that run as containers of embedded clusters.</summary>
internal sealed class MirrorRegistryRuntime(
    EmbeddedRegistryService.EmbeddedRegistryServiceClient client,
    TimeProvider time,
    ILogger<MirrorRegistryRuntime> logger) : IRegistryRuntime
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, bool> _clustersWithContent = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public async Task StartAsync(RegistryContainer container, CancellationToken cancellationToken)
    {
        _clustersWithContent[container.ClusterId] = true;
        await client.StartRegistryAsync(
            new StartRegistryRequest
            {
                ClusterId = container.ClusterId,
                Namespace = container.Namespace,
                Instance = container.Instance,
                Volume = container.Volume,
                Htpasswd = container.Htpasswd,
                RequireAuthentication = container.RequiresAuthentication,
                Realm = container.Realm,
            },
            deadline: Deadline(),
            cancellationToken: cancellationToken);
    }

    /// <inheritdoc />
    public async Task StopAsync(string clusterId, string instance, CancellationToken cancellationToken) =>
        await client.StopRegistryAsync(
            new StopRegistryRequest { ClusterId = clusterId, Instance = instance },
            deadline: Deadline(),
            cancellationToken: cancellationToken);

    /// <summary>Drops what the registries of a cluster held. A mirror that does not answer is only logged: the cluster is gone.</summary>
    public async Task RemoveClusterAsync(string clusterId)
    {
        if (!_clustersWithContent.TryRemove(clusterId, out _))
        {
            return;
        }

        try
        {
            await client.RemoveClusterAsync(new RemoveClusterRequest { ClusterId = clusterId }, deadline: Deadline());
        }
        catch (RpcException error)
        {
            Log.RegistriesNotRemoved(logger, clusterId, error.Status.ToString());
        }
    }

    private DateTime Deadline() => time.GetUtcNow().UtcDateTime + s_deadline;
}
