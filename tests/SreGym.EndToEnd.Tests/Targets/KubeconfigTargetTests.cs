using SreGym.TestingHost.Clusters;

namespace SreGym.EndToEnd.Tests.Targets;

/// <summary>Whole episodes on a real cluster. One after the other: they use the same namespaces.</summary>
[Collection(RealClusterCollection.Name)]
public sealed class KubeconfigTargetTests
{
    private const string Sample = "missing_image_pull_secret";
    private const string ScopeVariable = "SREGYM_TEST_REAL_PROBLEMS";

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(8);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Sample)]
    [InlineData("expired_registry_token")]
    public async Task ReferenceAgent_RealCluster_PassesAsOnTheEmbeddedOneAndLeavesNothing(string problem)
    {
        Assert.SkipUnless(
            problem == Sample || Environment.GetEnvironmentVariable(ScopeVariable) == "all", $"Three more minutes on a real cluster: set {ScopeVariable}=all.");
        var kubeconfig = RealCluster.RequireKubeconfig();
        await using var node = await NodeFolder.OpenAsync(kubeconfig, Cancelled);
        var (before, folders) = (await RealCluster.ListObjectsAsync(kubeconfig, Cancelled), await node.ListAsync(Cancelled));

        // The exposure that is least like the embedded one.
        await using var real = Run.Start(RealCluster.Arguments(
            "--once", "--problem", problem, "--seed", "11", "--registry-exposure", "clusterip", "--configure-nodes"));
        var exitCode = await real.WaitForExitAsync(s_limit);

        Assert.True(exitCode == 0, real.Error);
        Assert.Equal(before, await RealCluster.ListObjectsAsync(kubeconfig, Cancelled));
        Assert.Equal(folders, await node.ListAsync(Cancelled));
        await using var embedded = Run.Start(
            "--once", "--problem", problem, "--seed", "11", "--option", "kubelet_events=1.27", "--target-option", "kubelet=1.27");
        Assert.True(await embedded.WaitForExitAsync() == 0, embedded.Error);
        var (there, here) = (EpisodeFacts.Read(real), EpisodeFacts.Read(embedded));
        Assert.Equal(here.Stages, there.Stages);
        Assert.Equal(here.Checks, there.Checks);
        Assert.Empty(here.EventReasons.Except(there.EventReasons).Except(EpisodeFacts.EmbeddedOnly));
        Assert.Empty(there.EventReasons.Except(here.EventReasons).Except(EpisodeFacts.RealOnly));
    }

    [Fact]
    public async Task ExistingNamespace_IsNotOurs_IsRefusedAndNotTouched()
    {
        var kubeconfig = RealCluster.RequireKubeconfig();
        await RealCluster.KubectlAsync(kubeconfig, ["create", "namespace", "platform-registry"], Cancelled);
        try
        {
            var before = await RealCluster.ListObjectsAsync(kubeconfig, Cancelled);

            await using var run = Run.Start(RealCluster.Arguments("--once"));
            var exitCode = await run.WaitForExitAsync();

            Assert.Equal(2, exitCode);
            Assert.Contains("--adopt-namespaces", run.Error, StringComparison.Ordinal);
            Assert.Equal(before, await RealCluster.ListObjectsAsync(kubeconfig, Cancelled));
        }
        finally
        {
            await RealCluster.KubectlAsync(kubeconfig, ["delete", "namespace", "platform-registry"], CancellationToken.None);
        }
    }

    [Fact]
    public async Task AdoptedNamespaces_EpisodeEnds_TheyStayAndNothingElseDoes()
    {
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable("SREGYM_TEST_ADOPTED_NAMESPACES") == "1",
            "Two more minutes on a real cluster: set SREGYM_TEST_ADOPTED_NAMESPACES=1.");
        var kubeconfig = RealCluster.RequireKubeconfig();
        string[] namespaces = ["hotel-reservation", "platform-registry"];
        await RealCluster.KubectlAsync(kubeconfig, ["create", "namespace", namespaces[0]], Cancelled);
        await RealCluster.KubectlAsync(kubeconfig, ["create", "namespace", namespaces[1]], Cancelled);
        try
        {
            var before = WithoutTheClustersOwn(await RealCluster.ListObjectsAsync(kubeconfig, Cancelled));

            await using var run = Run.Start(RealCluster.Arguments(
                "--once", "--agent", "noop", "--adopt-namespaces", "--registry-exposure", "clusterip", "--configure-nodes"));
            await run.WaitForExitAsync(s_limit);

            Assert.Contains("diagnosis=", Assert.Single(run.Output), StringComparison.Ordinal);
            Assert.Equal(before, WithoutTheClustersOwn(await RealCluster.ListObjectsAsync(kubeconfig, Cancelled)));
        }
        finally
        {
            await RealCluster.KubectlAsync(kubeconfig, ["delete", "namespace", .. namespaces], CancellationToken.None);
        }
    }

    [Fact]
    public async Task DryRun_RealCluster_ListsWhatWouldBeMadeAndMakesNothing()
    {
        var kubeconfig = RealCluster.RequireKubeconfig();
        var before = await RealCluster.ListObjectsAsync(kubeconfig, Cancelled);

        await using var run = Run.Start(RealCluster.Arguments("--dry-run", "--block-public"));
        var exitCode = await run.WaitForExitAsync();

        Assert.True(exitCode == 0, run.Error);
        Assert.Contains("create Deployment hotel-reservation/recommendation", run.Output);
        Assert.Contains("create Secret platform-registry/registry-credentials", run.Output);
        Assert.Contains(run.Output, line => line.StartsWith("create DaemonSet platform-registry/registry-policy ", StringComparison.Ordinal));
        Assert.Equal(before, await RealCluster.ListObjectsAsync(kubeconfig, Cancelled));
    }

    [Fact]
    public async Task DryRun_EmbeddedTarget_ListsWhatWouldBeMade()
    {
        await using var run = Run.Start("--dry-run");

        Assert.Equal(0, await run.WaitForExitAsync());
        Assert.StartsWith("create a cluster", run.Output.First(), StringComparison.Ordinal);
        Assert.Contains("create Namespace hotel-reservation", run.Output);
        Assert.False(Directory.Exists(Path.Combine(run.Artifacts, "episodes")), "An episode was started.");
    }

    [Theory]
    [InlineData("--context no-such-context", "no-such-context")]
    [InlineData("--storage-class x", "--storage-class")]
    [InlineData("--target-option nodes=3", "'nodes'")]
    public async Task WrongOption_EndsWith2AndNamesIt(string arguments, string named)
    {
        await using var run = Run.Start(["--target", "kubeconfig", "--kubeconfig", WriteKubeconfig(), "--once", .. arguments.Split(' ')]);

        var exitCode = await run.WaitForExitAsync();

        Assert.Equal(2, exitCode);
        Assert.Contains(named, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoClusterNamed_EndsWith2AndSaysHow()
    {
        await using var run = Run.Start("--target", "kubeconfig", "--once");

        Assert.Equal(2, await run.WaitForExitAsync());
        Assert.Contains("--context", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ClusterIsAway_FoundByKubeconfigVariable_EndsWith2AndNamesItsAddress()
    {
        var environment = new Dictionary<string, string> { ["KUBECONFIG"] = WriteKubeconfig() };
        await using var run = Run.StartWith(environment, "--target", "kubeconfig", "--context", "away", "--once");

        Assert.Equal(2, await run.WaitForExitAsync());
        Assert.Contains("https://127.0.0.1:9/ cannot be reached", run.Error, StringComparison.Ordinal);
    }

    // Events of a namespace that stays are kept for an hour; every namespace gets an account and a certificate a moment after it is made.
    private static IEnumerable<string> WithoutTheClustersOwn(IEnumerable<string> objects) => objects.Where(line =>
        !line.StartsWith("Event", StringComparison.Ordinal)
        && !line.Contains("kube-root-ca.crt", StringComparison.Ordinal)
        && !line.Contains(" default", StringComparison.Ordinal));

    private static string WriteKubeconfig()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("kubeconfig-").FullName, "config");
        File.WriteAllText(path, UnreachableCluster.Kubeconfig);
        return path;
    }
}
