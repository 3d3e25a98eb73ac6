using System.Diagnostics;

namespace SreGym.EndToEnd.Tests.Targets;

/// <summary>Everything is killed in the middle of an episode; the command line alone takes it back.</summary>
[Collection(RealClusterCollection.Name)]
public sealed class CleanupTests
{
    [Fact]
    public async Task Cleanup_AfterEverythingWasKilled_LeavesTheClusterAsItWas()
    {
        var kubeconfig = RealCluster.RequireKubeconfig();
        var cancelled = TestContext.Current.CancellationToken;
        await using var node = await NodeFolder.OpenAsync(kubeconfig, cancelled);
        var (before, folders) = (await RealCluster.ListObjectsAsync(kubeconfig, cancelled), await node.ListAsync(cancelled));
        await using var run = Run.Start(RealCluster.Arguments(
            "--agent", "none", "--seed", "21", "--registry-exposure", "clusterip", "--configure-nodes"));
        // The line of the stage before the agent: the fault is in, and nobody repairs it.
        await run.WaitForLineAsync("  inject ", TimeSpan.FromMinutes(8));
        var configured = await node.ListAsync(cancelled);
        var alive = await CleanUpAsync(run.Artifacts, cancelled);

        foreach (var process in run.Descendants())
        {
            using var victim = Process.GetProcessById(process);
            victim.Kill();
        }

        run.Signal(Run.Kill);
        await run.WaitForExitAsync();
        Assert.True(await run.IsGoneInTimeAsync(), $"Left: {string.Join(", ", run.Descendants())}");
        var dead = await CleanUpAsync(run.Artifacts, cancelled);
        var again = await CleanUpAsync(run.Artifacts, cancelled);

        Assert.True(alive.ExitCode == 1 && alive.Error.Contains("stop ./run", StringComparison.Ordinal), alive.Error);
        Assert.True(dead.ExitCode == 0, dead.Error);
        Assert.Equal(before, await RealCluster.ListObjectsAsync(kubeconfig, cancelled));
        Assert.NotEqual(folders, configured);
        Assert.Equal(folders, await node.ListAsync(cancelled));
        Assert.True(again.ExitCode == 0, again.Error);
    }

    private static async Task<(int ExitCode, string Error)> CleanUpAsync(string artifacts, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(Repository.Root, "sregym"), "cleanup", "--data", Path.Combine(artifacts, "data")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = await process.StandardError.ReadToEndAsync(cancellationToken) + await output;
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, error);
    }
}
