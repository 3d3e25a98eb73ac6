using SreGym.Contracts;
using SreGym.Simulation.ApiServer;
using SreGym.Simulation.ApiServer.Http;
using SreGym.Simulation.Runtime;

namespace SreGym.Cluster.Hosting;

/// <summary>One embedded cluster and its door.</summary>
internal sealed class HostedCluster : IAsyncDisposable
{
    public required string Id { get; init; }

    public required SimulatedCluster Simulation { get; init; }

    public ClusterApi Api => Simulation.Api;

    public required ApiServerHandler Handler { get; init; }

    public required SecretText AdministratorToken { get; init; }

    public IReadOnlyList<string> Nodes => Simulation.Nodes;

    public required DateTimeOffset CreatedAt { get; init; }

    public async ValueTask DisposeAsync()
    {
        Handler.Dispose();
        await Simulation.DisposeAsync();
    }
}
