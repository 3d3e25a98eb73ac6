using SreGym.IncidentHost;
using SreGym.Injector.Tests;

[assembly: AssemblyFixture(typeof(IncidentServicesFixture))]

namespace SreGym.Injector.Tests;

/// <summary>One set of services for all tests; every test has a cluster of its own.</summary>
public sealed class IncidentServicesFixture : IAsyncLifetime
{
    public IncidentServices Services { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Services = await IncidentServices.StartAsync();

    public ValueTask DisposeAsync() => Services.DisposeAsync();
}
