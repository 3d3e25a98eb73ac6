using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Grpc.Core;
using Microsoft.Extensions.Options;
using SreGym.Contracts;

namespace SreGym.Cluster.Hosting;

/// <summary>The clusters of this process, found by id.</summary>
internal sealed class ClusterDirectory(IOptions<ClusterServiceOptions> options) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, HostedCluster> _clusters = new(StringComparer.Ordinal);

    public IEnumerable<HostedCluster> All => _clusters.Values.OrderBy(cluster => cluster.Id, StringComparer.Ordinal);

    public int Count => _clusters.Count;

    /// <exception cref="SreGymException">The id is taken, or there are as many clusters as there may be.</exception>
    public void Add(HostedCluster cluster)
    {
        if (_clusters.Count >= options.Value.MaximumClusters)
        {
            throw new SreGymException(
                StatusCode.ResourceExhausted,
                ErrorReasons.InvalidArgument,
                $"There are {_clusters.Count} clusters already: delete some, or raise Cluster:MaximumClusters.");
        }

        if (!_clusters.TryAdd(cluster.Id, cluster))
        {
            throw AlreadyExists(cluster.Id);
        }
    }

    public bool TryFind(string id, [NotNullWhen(true)] out HostedCluster? cluster) => _clusters.TryGetValue(id, out cluster);

    /// <exception cref="SreGymException">There is no such cluster.</exception>
    public HostedCluster Get(string id) => TryFind(id, out var cluster) ? cluster : throw new SreGymException(
        StatusCode.NotFound, ErrorReasons.UnknownCluster, $"There is no cluster '{id}': create it, or list the clusters there are.");

    public HostedCluster? Remove(string id) => _clusters.TryRemove(id, out var cluster) ? cluster : null;

    public static SreGymException AlreadyExists(string id) => new(
        StatusCode.AlreadyExists, ErrorReasons.AlreadyExists, $"There is a cluster '{id}' already: choose another id or delete it first.");

    public async ValueTask DisposeAsync()
    {
        foreach (var id in _clusters.Keys)
        {
            if (Remove(id) is { } cluster)
            {
                await cluster.DisposeAsync();
            }
        }
    }
}
