namespace SreGym.Simulation.Runtime;

/// <summary>Serves the registries that run as simulated containers: in process in tests, by RegistryMirror otherwise.</summary>
public interface IRegistryRuntime
{
    /// <summary>Serves the registry; starting it again replaces its settings.</summary>
    Task StartAsync(RegistryContainer container, CancellationToken cancellationToken);

    /// <summary>Stops serving it; not an error when it is not served.</summary>
    Task StopAsync(string clusterId, string instance, CancellationToken cancellationToken);
}
