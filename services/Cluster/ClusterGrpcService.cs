using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using SreGym.Cluster.Certificates;
using SreGym.Cluster.Hosting;
using SreGym.Cluster.Registries;
using SreGym.Contracts.Cluster.V1;
using SreGym.Simulation.ApiServer.Http;

namespace SreGym.Cluster;

/// <summary>Creates and deletes embedded clusters.</summary>
internal sealed class ClusterGrpcService(
    ClusterDirectory clusters,
    ClusterFactory factory,
    ServerCertificate certificate,
    PublicAddress address,
    MirrorRegistryRuntime registries,
    ILogger<ClusterGrpcService> logger) : ClusterService.ClusterServiceBase
{
    public override async Task<CreateClusterResponse> CreateCluster(CreateClusterRequest request, ServerCallContext context)
    {
        var cluster = factory.Create(request);
        try
        {
            var details = Describe(cluster);
            details.Kubeconfig = AdministratorKubeconfig.Write(
                details.Server, certificate.AuthorityPem, cluster.Id, cluster.AdministratorToken);
            clusters.Add(cluster);
            Log.ClusterCreated(logger, cluster.Id, cluster.Nodes.Count);
            return new CreateClusterResponse { Cluster = details };
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public override Task<GetClusterResponse> GetCluster(GetClusterRequest request, ServerCallContext context) =>
        Task.FromResult(new GetClusterResponse { Cluster = Describe(clusters.Get(request.ClusterId)) });

    public override Task<ListClustersResponse> ListClusters(ListClustersRequest request, ServerCallContext context) =>
        Task.FromResult(new ListClustersResponse { Clusters = { clusters.All.Select(Describe) } });

    public override async Task<DeleteClusterResponse> DeleteCluster(DeleteClusterRequest request, ServerCallContext context)
    {
        if (clusters.Remove(request.ClusterId) is not { } cluster)
        {
            return new DeleteClusterResponse();
        }

        await cluster.DisposeAsync();
        await registries.RemoveClusterAsync(cluster.Id);
        Log.ClusterDeleted(logger, cluster.Id);
        return new DeleteClusterResponse { Existed = true };
    }

    private ClusterDetails Describe(HostedCluster cluster) => new()
    {
        ClusterId = cluster.Id,
        Server = address.Of(cluster.Id),
        CertificateAuthorityPem = certificate.AuthorityPem,
        KubernetesVersion = ServerVersion.GitVersion,
        Nodes = { cluster.Nodes },
        CreatedAt = cluster.CreatedAt.ToTimestamp(),
        ObjectCount = cluster.Api.Store.Count,
    };
}
