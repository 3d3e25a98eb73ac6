using k8s;
using SreGym.Conductor.Participants;
using SreGym.Conductor.Targets;
using SreGym.Contracts;
using SreGym.Contracts.Common.V1;
using SreGym.ServiceDefaults.Subjects;

namespace SreGym.Conductor.Tests.Targets;

public sealed class InClusterTests : IDisposable
{
    private readonly string _token = Path.GetTempFileName();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public void Validate_OutsideOfAPod_SaysWhatIsMissing()
    {
        Assert.SkipWhen(KubernetesClientConfiguration.IsInCluster(), "These tests run in a pod.");

        var refused = Assert.Throws<SreGymException>(
            () => new KubeconfigTarget(TimeProvider.System).Validate(new Dictionary<string, string> { ["context"] = "in-cluster" }));

        Assert.Contains("in-cluster-target.yaml", refused.Message, StringComparison.Ordinal);
        Assert.Contains("--kubeconfig", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_AContextOfThatNameInAFile_IsTheFiles()
    {
        var refused = Assert.Throws<SreGymException>(() => new KubeconfigTarget(TimeProvider.System).Validate(
            new Dictionary<string, string> { ["context"] = "in-cluster", ["kubeconfig"] = "/nowhere/config" }));

        Assert.Contains("/nowhere/config", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_TokenInAFile_SendsWhatTheFileHolds()
    {
        await using var server = await TokenRecorder.StartAsync();
        await File.WriteAllTextAsync(_token, "of-the-pod", Cancelled);

        using var client = SubjectClient.Connect(Make(server.Address, "token-file", $"path: {_token}"));
        await client.CoreV1.ListNamespaceAsync(cancellationToken: Cancelled);

        Assert.Equal("Bearer of-the-pod", Assert.Single(server.Authorizations));
    }

    [Theory]
    [InlineData("token-file", "path: /var/run/token")]
    [InlineData("eks", "cluster: shop, region: us-east-1")]
    public void ParticipantsConnection_KubeconfigWithoutACredential_IsRead(string provider, string settings)
    {
        var connection = SubjectConnection.Read(Make("https://cluster.example:6443", provider, settings));

        Assert.Equal("https://cluster.example:6443", connection.Server.TrimEnd('/'));
    }

    public void Dispose() => File.Delete(_token);

    private static Subject Make(string server, string provider, string settings) => new()
    {
        Kubeconfig = $$$"""
            apiVersion: v1
            kind: Config
            current-context: shop
            contexts: [{name: shop, context: {cluster: shop, user: shop}}]
            clusters: [{name: shop, cluster: {server: "{{{server}}}" } }]
            users: [{name: shop, user: {auth-provider: {name: {{{provider}}}, config: { {{{settings}}} } } } }]
            """,
    };
}
