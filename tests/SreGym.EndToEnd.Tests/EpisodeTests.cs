using System.Text.Json;
using System.Text.RegularExpressions;

namespace SreGym.EndToEnd.Tests;

public sealed partial class EpisodeTests
{
    [Fact]
    public async Task ReferenceAgent_Once_PassesAndExitsWith0()
    {
        await using var run = Run.Start("--once", "--seed", "3");

        var exitCode = await run.WaitForExitAsync();

        Assert.True(exitCode == 0, run.Error);
        var line = EpisodeLine().Match(Assert.Single(run.Output));
        Assert.True(line.Success, Assert.Single(run.Output));
        Assert.Equal("pass pass", $"{line.Groups["diagnosis"]} {line.Groups["mitigation"]}");
        var report = line.Groups["report"].Value;
        Assert.StartsWith(run.Artifacts, report, StringComparison.Ordinal);
        using var content = JsonDocument.Parse(await File.ReadAllTextAsync(report, TestContext.Current.CancellationToken));
        var stages = content.RootElement.GetProperty("stages").EnumerateArray();
        Assert.Equal(
            ["provision", "mirror", "baseline", "inject", "agent", "verify", "recover"],
            stages.Select(stage => stage.GetProperty("name").GetString()));
        Assert.True(File.Exists(Path.ChangeExtension(report, ".html")));
        Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(report)!, "trajectory.json")));
    }

    [Fact]
    public async Task NoopAndCheats_Once_FailAndExitWith1()
    {
        string[] agents = ["noop", "cheat-public-image", "cheat-open-registry", "cheat-delete-deployment"];
        var runs = agents.Select(agent => Run.Start("--once", "--agent", agent)).ToList();
        try
        {
            foreach (var (agent, run) in agents.Zip(runs))
            {
                // Four at once, on as few as two cores.
                var exitCode = await run.WaitForExitAsync(TimeSpan.FromMinutes(5));

                Assert.True(exitCode == 1, $"{agent} has ended with {exitCode}:\n{run.Error}");
                var line = EpisodeLine().Match(Assert.Single(run.Output));
                Assert.Equal($"{agent} fail", $"{line.Groups["agent"]} {line.Groups["mitigation"]}");
            }
        }
        finally
        {
            foreach (var run in runs)
            {
                await run.DisposeAsync();
            }
        }
    }

    [GeneratedRegex(
        @"^episode \S+ problem=missing_image_pull_secret target=embedded agent=(?<agent>\S+) seed=\d+ "
        + @"diagnosis=(?<diagnosis>pass|fail) mitigation=(?<mitigation>pass|fail) ttd=[\d.]* ttm=[\d.]* report=(?<report>\S+)$")]
    private static partial Regex EpisodeLine();
}
