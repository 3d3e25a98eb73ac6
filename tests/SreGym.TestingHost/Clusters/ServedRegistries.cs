using SreGym.Oci.Hosting;
using SreGym.Simulation.Runtime;

namespace SreGym.TestingHost.Clusters;

/// <summary>Serves the registries of simulated clusters by the virtual hosts of a registry server in this process.</summary>
public sealed class ServedRegistries(RegistryHosts hosts) : IRegistryRuntime
{
    /// <inheritdoc />
    public Task StartAsync(RegistryContainer container, CancellationToken cancellationToken)
    {
        hosts.Start(new RegistryInstance
        {
            ClusterId = container.ClusterId,
            Namespace = container.Namespace,
            Instance = container.Instance,
            Volume = container.Volume,
            RequiresAuthentication = container.RequiresAuthentication,
            Htpasswd = container.Htpasswd,
            Realm = container.Realm,
        });
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task StopAsync(string clusterId, string instance, CancellationToken cancellationToken)
    {
        hosts.Stop(clusterId, instance);
        return Task.CompletedTask;
    }
}
