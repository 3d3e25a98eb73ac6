using Grpc.Core;
using SreGym.Contracts.Cluster.V1;

namespace SreGym.Conductor.Tests.Harness;

/// <summary>A cluster nobody answers at.</summary>
internal sealed class FakeCluster : ClusterService.ClusterServiceBase
{
    public override Task<CreateClusterResponse> CreateCluster(CreateClusterRequest request, ServerCallContext context) =>
        Task.FromResult(new CreateClusterResponse
        {
            Cluster = new ClusterDetails
            {
                ClusterId = request.ClusterId,
                Kubeconfig = """
                    apiVersion: v1
                    kind: Config
                    clusters:
                    - name: c
                      cluster: { server: "http://127.0.0.1:1" }
                    users:
                    - name: u
                      user: { token: admin-token-0123456789 }
                    contexts:
                    - name: x
                      context: { cluster: c, user: u }
                    current-context: x
                    """,
            },
        });

    public override Task<DeleteClusterResponse> DeleteCluster(DeleteClusterRequest request, ServerCallContext context) =>
        Task.FromResult(new DeleteClusterResponse { Existed = true });
}
