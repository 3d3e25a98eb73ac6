namespace SreGym.EndToEnd.Tests.Targets;

/// <summary>Everything is killed in the middle of an episode and its kubeconfig is moved; the command line alone takes it back.</summary>
[Collection(RealClusterCollection.Name)]
public sealed class CleanupTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("moved-");

    [Fact]
    public async Task Cleanup_AfterEverythingWasKilled_LeavesTheClusterAsItWas()
    {
        var kubeconfig = RealCluster.RequireKubeconfig();
        var cancelled = TestContext.Current.CancellationToken;
        await using var node = await NodeFolder.OpenAsync(kubeconfig, cancelled);
        var (before, folders) = (await RealCluster.ListObjectsAsync(kubeconfig, cancelled), await node.ListAsync(cancelled));
        var (path, moved) = (Path.Combine(_folder.FullName, "config"), Path.Combine(_folder.FullName, "moved"));
        File.Copy(kubeconfig, path);
        await using var run = Run.Start(RealCluster.ArgumentsBy(
            path, "--agent", "none", "--seed", "21", "--registry-exposure", "clusterip", "--configure-nodes"));
        // The line of the stage before the agent: the fault is in, and nobody repairs it.
        await run.WaitForLineAsync("  inject ", TimeSpan.FromMinutes(8));
        var configured = await node.ListAsync(cancelled);
        var alive = await Aftermath.CleanUpAsync(run, cancelled);

        await Aftermath.KillEverythingAsync(run);
        File.Move(path, moved);
        await RenameContextAsync(moved, cancelled);
        var lost = await Aftermath.CleanUpAsync(run, cancelled);
        var interrupted = await InterruptAsync(run, ["--kubeconfig", moved], cancelled);
        var dead = await Aftermath.CleanUpAsync(run, cancelled, "--kubeconfig", moved);
        var again = await Aftermath.CleanUpAsync(run, cancelled);

        Assert.True(alive.ExitCode == 1 && alive.Error.Contains("stop ./run", StringComparison.Ordinal), alive.Error);
        Assert.True(lost.ExitCode == 1 && lost.Error.Contains("--kubeconfig <path>", StringComparison.Ordinal), lost.Error);
        Assert.True(interrupted.ExitCode == 130 && interrupted.Error.Contains("second call", StringComparison.Ordinal), interrupted.Error);
        Assert.True(dead.ExitCode == 0, dead.Error);
        Assert.Equal(before, await RealCluster.ListObjectsAsync(kubeconfig, cancelled));
        Assert.NotEqual(folders, configured);
        Assert.Equal(folders, await node.ListAsync(cancelled));
        Assert.True(again.ExitCode == 0, again.Error);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static async Task RenameContextAsync(string kubeconfig, CancellationToken cancellationToken)
    {
        var name = await RealCluster.KubectlAsync(kubeconfig, ["config", "current-context"], cancellationToken);
        await RealCluster.KubectlAsync(kubeconfig, ["config", "rename-context", name.Trim(), "renamed"], cancellationToken);
    }

    // While a namespace goes and the registry waits for it. It is as Ctrl-C, which is ignored where a shell has started the tests in the
    // background.
    private static async Task<(int ExitCode, string Error)> InterruptAsync(Run run, string[] arguments, CancellationToken cancellationToken)
    {
        using var process = Aftermath.StartCleanUp(run, arguments);
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = "";
        while (await process.StandardError.ReadLineAsync(cancellationToken) is { } line)
        {
            error += line + "\n";
            if (line.StartsWith("  undo creation: Namespace ", StringComparison.Ordinal))
            {
                Run.Signal(process, Run.Terminate);
                break;
            }
        }

        error += await process.StandardError.ReadToEndAsync(cancellationToken) + await output;
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, error);
    }
}
