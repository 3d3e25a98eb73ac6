using SreGym.Contracts.RegistryMirror.V1;
using SreGym.Simulation.Runtime;

namespace SreGym.Cluster.Registries;

/// <summary>Has RegistryMirror serve the registries that run as containers of embedded clusters.</summary>
internal sealed class MirrorRegistryRuntime(EmbeddedRegistryService.EmbeddedRegistryServiceClient client, TimeProvider time) : IRegistryRuntime
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(10);

    /// <inheritdoc />
    public async Task StartAsync(RegistryContainer container, CancellationToken cancellationToken) =>
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

    /// <inheritdoc />
    public async Task StopAsync(string clusterId, string instance, CancellationToken cancellationToken) =>
        await client.StopRegistryAsync(
            new StopRegistryRequest { ClusterId = clusterId, Instance = instance }, deadline: Deadline(), cancellationToken: cancellationToken);

    private DateTime Deadline() => time.GetUtcNow().UtcDateTime + s_deadline;
}
