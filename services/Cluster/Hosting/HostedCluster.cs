using SreGym.Contracts;
using SreGym.Simulation.ApiServer;
using SreGym.Simulation.ApiServer.Http;

namespace SreGym.Cluster.Hosting;

/// <summary>One embedded cluster and its door.</summary>
internal sealed class HostedCluster : IAsyncDisposable
{
    public required string Id { get; init; }

    public required ClusterApi Api { get; init; }

    public required ApiServerHandler Handler { get; init; }

    public required SecretText AdministratorToken { get; init; }

    public required IReadOnlyList<string> Nodes { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
