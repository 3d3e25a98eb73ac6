namespace SreGym.EndToEnd.Tests.Targets;

/// <summary>The registry of the application's public image is closed to real nodes while the fault is in, and open before and after.</summary>
[Collection(RealClusterCollection.Name)]
public sealed class PublicBlockTests
{
    /// <summary>Switch: the application's image, at a registry that the nodes pull from and nothing else in the cluster uses.</summary>
    private const string ImageVariable = "SREGYM_TEST_PUBLIC_BLOCK";

    private const string ApplicationImage = "ghcr.io/sregym/hotel-reservation:latest";
    private const string FaultIsIn = "  inject ";
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(8);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Episode_WithTheBlock_PassesAndNodesPullBeforeAndAfterButNotDuringIt()
    {
        var (kubeconfig, image) = (RealCluster.RequireKubeconfig(), RequireImage());
        await using var node = await NodeFolder.OpenAsync(kubeconfig, Cancelled);
        var (folders, before) = (await node.ListAsync(Cancelled), await PullTry.OnEveryNodeAsync(kubeconfig, image, Cancelled));
        await using var run = Start(image, "--once");
        await run.WaitForLineAsync(FaultIsIn, s_limit);

        var during = await PullTry.OnEveryNodeAsync(kubeconfig, image, Cancelled);
        var blocked = await node.ListAsync(Cancelled);
        var exitCode = await run.WaitForExitAsync(s_limit);

        Assert.True(exitCode == 0, run.Error);
        Assert.All(before, answer => Assert.Equal("pulled", answer));
        Assert.All(during, answer => Assert.Contains("http://127.0.0.1:9/", answer, StringComparison.Ordinal));
        Assert.NotEqual(folders, blocked);
        Assert.Equal(folders, await node.ListAsync(Cancelled));
        Assert.Equal(before, await PullTry.OnEveryNodeAsync(kubeconfig, image, Cancelled));
    }

    [Fact]
    public async Task Cleanup_AfterEverythingWasKilledWithTheBlockIn_OpensIt()
    {
        var (kubeconfig, image) = (RealCluster.RequireKubeconfig(), RequireImage());
        await using var node = await NodeFolder.OpenAsync(kubeconfig, Cancelled);
        var (before, folders) = (await RealCluster.ListObjectsAsync(kubeconfig, Cancelled), await node.ListAsync(Cancelled));
        await using var run = Start(image, "--agent", "none");
        await run.WaitForLineAsync(FaultIsIn, s_limit);
        await Aftermath.KillEverythingAsync(run);
        var blocked = await node.ListAsync(Cancelled);

        var (exitCode, error) = await Aftermath.CleanUpAsync(run, Cancelled);

        Assert.True(exitCode == 0, error);
        Assert.NotEqual(folders, blocked);
        Assert.Equal(folders, await node.ListAsync(Cancelled));
        Assert.Equal(before, await RealCluster.ListObjectsAsync(kubeconfig, Cancelled));
        Assert.All(await PullTry.OnEveryNodeAsync(kubeconfig, image, Cancelled), answer => Assert.Equal("pulled", answer));
    }

    private static Run Start(string image, params string[] more) => Run.Start(RealCluster.Arguments(
        [.. more, "--block-public", "--image", $"{ApplicationImage}={image}", "--option", "services=all"]));

    private static string RequireImage()
    {
        var image = Environment.GetEnvironmentVariable(ImageVariable);
        Assert.SkipWhen(
            string.IsNullOrEmpty(image),
            $"Ten more minutes on a real cluster: set {ImageVariable} to the application's image at a registry that its nodes pull from and nothing else uses.");
        return image!;
    }
}
