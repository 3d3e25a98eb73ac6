using System.Diagnostics;

namespace SreGym.EndToEnd.Tests.Targets;

/// <summary>The kind target where kind and a container engine are, and where they are not.</summary>
public sealed class KindTargetTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task ReferenceAgent_NewKindCluster_PassesAndTheClusterIsGone()
    {
        var arguments = Environment.GetEnvironmentVariable("SREGYM_TEST_KIND_ARGUMENTS");
        Assert.SkipWhen(
            arguments is null,
            "No container engine for tests: set SREGYM_TEST_KIND_ARGUMENTS to the arguments a run on kind needs (may be empty).");

        await using var run = Run.Start(
            ["--target", "kind", "--once", "--seed", "12", .. arguments!.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        var exitCode = await run.WaitForExitAsync(s_limit);

        Assert.True(exitCode == 0, run.Error);
        Assert.DoesNotContain(ReadEpisode(run), await ListClustersAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoKindOnThePath_EndsWith2AndSaysWhatToDo()
    {
        await using var run = Run.StartWith(
            new Dictionary<string, string> { ["Kind__Command"] = "no-such-kind" }, "--target", "kind", "--once");

        Assert.Equal(2, await run.WaitForExitAsync());
        Assert.Contains("'no-such-kind'", run.Error, StringComparison.Ordinal);
        Assert.Contains("https://kind.sigs.k8s.io", run.Error, StringComparison.Ordinal);
    }

    private static string ReadEpisode(Run run) => Assert.Single(run.Output).Split(' ')[1];

    private static async Task<string> ListClustersAsync()
    {
        using var process = Process.Start(new ProcessStartInfo("kind", ["get", "clusters"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output + await error;
    }
}
