using k8s;
using SreGym.Conductor.Targets.Aws;
using SreGym.Contracts;
using SreGym.Contracts.Common.V1;
using SreGym.ServiceDefaults.Subjects;
using SreGym.ServiceDefaults.Subjects.Eks;

namespace SreGym.Conductor.Tests.Targets;

public sealed class EksClusterTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("shop", "eks:<name")]
    [InlineData("eks:", "eks:<name")]
    [InlineData("eks:a/../b", "eks:<name")]
    public void Validate_BadClusterName_SaysWhatIsTaken(string cluster, string remedy)
    {
        var target = AwsTargets.Create();

        var refused = Assert.Throws<SreGymException>(() => target.Validate(new Dictionary<string, string> { ["cluster"] = cluster }));

        Assert.Contains($"'{cluster}'", refused.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("aws-access", "vpn", "give direct or ssm")]
    [InlineData("aws-access", "ssm", "needs 'instance'")]
    public void Validate_AccessThatCannotBe_SaysWhatIsMissing(string option, string value, string remedy)
    {
        var target = AwsTargets.Create(new AwsOptions { KubeconfigParameter = "/shop/kubeconfig" });

        var refused = Assert.Throws<SreGymException>(() => target.Validate(new Dictionary<string, string> { [option] = value }));

        Assert.Contains(remedy, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Kubeconfig_OfAnActiveCluster_LeadsToItAndHoldsNoCredential()
    {
        AwsEmulator.Require();
        var name = $"shop-{Guid.NewGuid():N}"[..20];
        await AwsEmulator.CreateEksClusterAsync(name, Cancelled);

        var kubeconfig = await EksCluster.GetKubeconfigAsync(name, "us-east-1", AwsEmulator.Address, TimeProvider.System, Cancelled);
        var parsed = KubernetesYaml.Deserialize<k8s.KubeConfigModels.K8SConfiguration>(kubeconfig);

        Assert.StartsWith("https://", parsed.Clusters.Single().ClusterEndpoint.Server, StringComparison.Ordinal);
        Assert.DoesNotContain("k8s-aws-v1", kubeconfig, StringComparison.Ordinal);
        Assert.Null(parsed.Users.Single().UserCredentials.Token);
    }

    [Fact]
    public async Task Kubeconfig_OfAClusterThatIsNotThere_NamesItAndItsRegion()
    {
        AwsEmulator.Require();

        var refused = await Assert.ThrowsAsync<SreGymException>(
            () => EksCluster.GetKubeconfigAsync("nowhere", "us-east-1", AwsEmulator.Address, TimeProvider.System, Cancelled));

        Assert.Contains("'nowhere' in us-east-1", refused.Message, StringComparison.Ordinal);
        Assert.Contains("eks:DescribeCluster", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_EksKubeconfig_SendsAFreshTokenWithEveryCall()
    {
        AwsEmulator.Require();
        await using var server = await TokenRecorder.StartAsync();
        var subject = new Subject
        {
            Kubeconfig = $"""
                apiVersion: v1
                kind: Config
                current-context: shop
                contexts: [{"{name: shop, context: {cluster: shop, user: shop}}"}]
                clusters: [{"{name: shop, cluster: {server: \""}{server.Address}{"\"}}"}]
                users: [{"{name: shop, user: {auth-provider: {name: eks, config: {cluster: shop, region: us-east-1}}}}"}]
                """,
        };

        using var client = SubjectClient.Connect(subject);
        await client.CoreV1.ListNamespaceAsync(cancellationToken: Cancelled);

        Assert.StartsWith("Bearer k8s-aws-v1.", Assert.Single(server.Authorizations), StringComparison.Ordinal);
    }
}
