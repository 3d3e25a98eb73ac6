using SreGym.IncidentHost;
using SreGym.Oracle.Tests;

[assembly: AssemblyFixture(typeof(IncidentServicesFixture))]

namespace SreGym.Oracle.Tests;

/// <summary>One set of services for all tests; every test has a cluster of its own.</summary>
public sealed class IncidentServicesFixture : IAsyncLifetime
{
    public IncidentServices Services { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Services = await IncidentServices.StartAsync();

    public ValueTask DisposeAsync() => Services.DisposeAsync();
}
