using SreGym.IncidentHost;
using SreGym.Oracle.Tests;
using SreGym.Oracle.Tests.Repairs;

[assembly: AssemblyFixture(typeof(IncidentServicesFixture))]

namespace SreGym.Oracle.Tests;

/// <summary>One set of services for all tests; every attempt has a cluster of its own.</summary>
public sealed class IncidentServicesFixture : IAsyncLifetime
{
    private AttemptResults _results = null!;

    public IncidentServices Services { get; private set; } = null!;

    internal AttemptResults Results => _results;

    public async ValueTask InitializeAsync()
    {
        Services = await IncidentServices.StartAsync();
        _results = new AttemptResults(Services);
    }

    public async ValueTask DisposeAsync()
    {
        _results.Dispose();
        await Services.DisposeAsync();
    }
}
