using System.Collections.Concurrent;
using Grpc.Core;
using SreGym.Contracts.Cluster.V1;
using SreGym.Contracts.Common.V1;
using SreGym.Problems.Baselines;
using SreGym.Problems.Subjects;
using SreGym.ServiceDefaults.Subjects;

namespace SreGym.CrashSafety.Tests.Harness;

/// <summary>
/// Stands between the Conductor and the real Cluster service, passes every call on, and looks at a cluster right before it is deleted:
/// afterwards nobody could tell whether recovery had put everything back.
/// </summary>
internal sealed class ClusterRelay(ClusterService.ClusterServiceClient clusters) : ClusterService.ClusterServiceBase
{
    private readonly ConcurrentDictionary<string, Subject> _subjects = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Baseline> _last = new(StringComparer.Ordinal);

    /// <summary>Everything in a cluster when its deletion was asked for; null when it could not be read any more.</summary>
    public Baseline? FindLast(string clusterId) => _last.GetValueOrDefault(clusterId);

    public async Task<Baseline> CaptureAsync(string clusterId)
    {
        using var client = SubjectClient.Connect(_subjects[clusterId]);
        return await BaselineCrawler.CaptureAsync(new SubjectApi(client), CancellationToken.None);
    }

    public override async Task<CreateClusterResponse> CreateCluster(CreateClusterRequest request, ServerCallContext context)
    {
        var created = await clusters.CreateClusterAsync(request, cancellationToken: context.CancellationToken);
        _subjects[created.Cluster.ClusterId] = new Subject
        {
            EpisodeId = created.Cluster.ClusterId,
            Kubeconfig = created.Cluster.Kubeconfig,
        };
        return created;
    }

    public override async Task<GetClusterResponse> GetCluster(GetClusterRequest request, ServerCallContext context) =>
        await clusters.GetClusterAsync(request, cancellationToken: context.CancellationToken);

    public override async Task<ListClustersResponse> ListClusters(ListClustersRequest request, ServerCallContext context) =>
        await clusters.ListClustersAsync(request, cancellationToken: context.CancellationToken);

    public override async Task<DeleteClusterResponse> DeleteCluster(DeleteClusterRequest request, ServerCallContext context)
    {
        if (_subjects.ContainsKey(request.ClusterId))
        {
            try
            {
                _last[request.ClusterId] = await CaptureAsync(request.ClusterId);
            }
            catch (Exception error) when (error is HttpRequestException or k8s.Autorest.HttpOperationException or IOException)
            {
                // The Cluster service was killed, and the cluster with it.
            }
        }

        return await clusters.DeleteClusterAsync(request, cancellationToken: context.CancellationToken);
    }
}
