using SreGym.IncidentHost;
using SreGym.TestingHost.Clusters;

namespace SreGym.RegistryMirror.Tests.Credentials;

/// <summary>The services of embedded clusters, with registries whose clock tests move.</summary>
public sealed class SteppedServices : IAsyncLifetime
{
    internal SteppedClock Clock { get; } = new();

    internal IncidentServices Services { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Services = await IncidentServices.StartAsync(Clock);

    public ValueTask DisposeAsync() => Services.DisposeAsync();
}
