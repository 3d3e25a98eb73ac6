using Grpc.Core;
using k8s;
using SreGym.Contracts;
using SreGym.Contracts.Cluster.V1;
using SreGym.ServiceDefaults.Errors;

namespace SreGym.Cluster.Tests;

public sealed class ClusterServiceTests(ClusterServiceFixture service) : IClassFixture<ClusterServiceFixture>
{
    [Fact]
    public async Task CreateCluster_Kubeconfig_OpensItsApi()
    {
        var cluster = await service.CreateAsync("opens");
        using var client = ClusterServiceFixture.Connect(cluster);

        var namespaces = await client.CoreV1.ListNamespaceAsync();
        var version = await client.Version.GetCodeAsync();

        Assert.Equal(["default", "kube-node-lease", "kube-public", "kube-system"], namespaces.Items.Select(item => item.Metadata.Name));
        Assert.Equal(cluster.KubernetesVersion, version.GitVersion);
    }

    [Fact]
    public async Task CreateCluster_SameSeed_SameUidsOtherTokens()
    {
        using var first = ClusterServiceFixture.Connect(await service.CreateAsync("seed-a", 42));
        using var second = ClusterServiceFixture.Connect(await service.CreateAsync("seed-b", 42));
        using var third = ClusterServiceFixture.Connect(await service.CreateAsync("seed-c", 43));

        var uids = new List<string>();
        foreach (var client in new[] { first, second, third })
        {
            uids.Add((await client.CoreV1.ReadNamespaceAsync("default")).Metadata.Uid);
        }

        Assert.Equal(uids[0], uids[1]);
        Assert.NotEqual(uids[0], uids[2]);
    }

    [Fact]
    public async Task CreateCluster_IdTaken_AlreadyExists()
    {
        await service.CreateAsync("taken");

        var error = await Assert.ThrowsAsync<RpcException>(() => service.CreateAsync("taken"));

        Assert.Equal(StatusCode.AlreadyExists, error.StatusCode);
        Assert.Contains("taken", error.Status.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Upper", 1)]
    [InlineData("-dash", 1)]
    [InlineData("fine", -1)]
    [InlineData("fine", 1000)]
    public async Task CreateCluster_Malformed_InvalidArgument(string id, int nodes)
    {
        var error = await Assert.ThrowsAsync<RpcException>(
            async () => await service.Clusters.CreateClusterAsync(new CreateClusterRequest { ClusterId = id, Nodes = nodes }));

        Assert.Equal(ErrorReasons.InvalidArgument, RpcErrors.FindReason(error));
        Assert.DoesNotContain(
            (await service.Clusters.ListClustersAsync(new ListClustersRequest())).Clusters, cluster => cluster.ClusterId == id);
    }

    [Fact]
    public async Task CreateCluster_WithoutHarnessToken_Unauthenticated()
    {
        var error = await Assert.ThrowsAsync<RpcException>(
            async () => await service.Anonymous.CreateClusterAsync(new CreateClusterRequest { ClusterId = "nobody" }));

        Assert.Equal(StatusCode.Unauthenticated, error.StatusCode);
    }

    [Fact]
    public async Task DeleteCluster_Twice_ExistedOnce()
    {
        await service.CreateAsync("short-lived");

        var first = await service.Clusters.DeleteClusterAsync(new DeleteClusterRequest { ClusterId = "short-lived" });
        var second = await service.Clusters.DeleteClusterAsync(new DeleteClusterRequest { ClusterId = "short-lived" });
        var error = await Assert.ThrowsAsync<RpcException>(
            async () => await service.Clusters.GetClusterAsync(new GetClusterRequest { ClusterId = "short-lived" }));

        Assert.True(first.Existed);
        Assert.False(second.Existed);
        Assert.Equal(ErrorReasons.UnknownCluster, RpcErrors.FindReason(error));
    }

    [Fact]
    public async Task Clusters_SideBySide_ShareNothing()
    {
        var first = await service.CreateAsync("alone-a");
        var second = await service.CreateAsync("alone-b");
        using var client = ClusterServiceFixture.Connect(first);
        await client.CoreV1.CreateNamespaceAsync(new k8s.Models.V1Namespace { Metadata = new() { Name = "mine" } });

        using var stranger = ClusterServiceFixture.ConnectPlainly(
            second, KubernetesClientConfiguration.BuildConfigFromConfigFile(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(first.Kubeconfig))).AccessToken);
        using var other = ClusterServiceFixture.Connect(second);

        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, (await stranger.GetAsync("api/v1/namespaces")).StatusCode);
        Assert.DoesNotContain((await other.CoreV1.ListNamespaceAsync()).Items, item => item.Metadata.Name == "mine");
    }
}
