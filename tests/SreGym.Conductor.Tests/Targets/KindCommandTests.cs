using Microsoft.Extensions.Options;
using SreGym.Conductor.Storage;
using SreGym.Conductor.Targets.Kind;
using SreGym.Contracts;
using SreGym.Recovery.Kind;

namespace SreGym.Conductor.Tests.Targets;

public sealed class KindCommandTests
{
    [Fact]
    public async Task FindObstacle_NoKind_SaysWhereItIsAndWhatNeedsNothing()
    {
        var obstacle = await Create("no-such-kind", "true").FindObstacleAsync(TestContext.Current.CancellationToken);

        Assert.Contains("'no-such-kind'", obstacle, StringComparison.Ordinal);
        Assert.Contains("https://kind.sigs.k8s.io", obstacle, StringComparison.Ordinal);
        Assert.Contains("--target embedded", obstacle, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FindObstacle_NoEngine_SaysSo()
    {
        var obstacle = await Create("true", "no-such-engine").FindObstacleAsync(TestContext.Current.CancellationToken);

        Assert.Contains("'no-such-engine'", obstacle, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FindObstacle_EngineDoesNotAnswer_SaysSo()
    {
        var obstacle = await Create("true", "false").FindObstacleAsync(TestContext.Current.CancellationToken);

        Assert.Contains("does not answer", obstacle, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FindObstacle_BothThere_IsNone()
    {
        Assert.Null(await Create("true", "true").FindObstacleAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Demand_CommandThatDoesNotEnd_IsEndedAndNamed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The command sleep is not on Windows.");

        var failed = await Assert.ThrowsAsync<SreGymException>(() => new KindClusters("sleep").DemandAsync(
            ["600", "0"], onLine: null, TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken));

        Assert.Contains("'kind 600 0' has not ended", failed.Message, StringComparison.Ordinal);
        Assert.Contains("container engine", failed.Message, StringComparison.Ordinal);
    }

    private static KindCommand Create(string command, string engine)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The commands true and false are not on Windows.");
        return new KindCommand(Options.Create(new KindOptions { Command = command, EngineCommand = engine }), new Folders(new FolderMonitor()));
    }
}
