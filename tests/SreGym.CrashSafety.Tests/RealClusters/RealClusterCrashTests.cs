using SreGym.Contracts.Common.V1;
using SreGym.Contracts.Conductor.V1;
using SreGym.Contracts.Targets;
using SreGym.CrashSafety.Tests.Harness;
using SreGym.CrashSafety.Tests.Matrix;
using SreGym.Problems.Baselines;
using SreGym.Problems.Subjects;
using SreGym.ServiceDefaults.Subjects;
using SreGym.TestingHost.RealClusters;

namespace SreGym.CrashSafety.Tests.RealClusters;

/// <summary>
/// kill -9 of whom a real cluster depends on to become what it was: of the one that knows the episode, and of the one that changes things.
/// Two minutes a kill, so only when asked for: SREGYM_CRASH_MATRIX is <c>real</c>.
/// </summary>
public sealed class RealClusterCrashTests
{
    private const int Seed = 20_240_607;

    // Beside what is in the matrix: that it is there, an episode on an embedded cluster proves.
    private static readonly CrashStep[] s_steps =
    [
        new(EpisodeStage.Mirror, "create pull secret", CrashStep.FirstProblem),
        new(EpisodeStage.Inject, "delete pull secret", CrashStep.FirstProblem),
        new(EpisodeStage.Agent, "await participant", CrashStep.FirstProblem),
        new(EpisodeStage.Recover, "undo deletion", CrashStep.FirstProblem),
    ];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kill_OnARealCluster_LeavesTheClusterAsItWas()
    {
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable("SREGYM_CRASH_MATRIX") == "real", "Takes two minutes a kill: set SREGYM_CRASH_MATRIX=real.");
        Assert.SkipUnless(RealClusterTurn.IsThere, RealClusterTurn.Missing);
        using var turn = await RealClusterTurn.TakeAsync(Cancelled);
        await using var services = await Services.StartAsync();
        foreach (var cell in Shuffle())
        {
            var before = await CaptureAsync(turn);

            var (isKilled, end) = await RunAsync(services, turn, cell);
            TestContext.Current.SendDiagnosticMessage($"{cell} on a real cluster: {end.Episode.State} {end.Episode.Error}");

            Assert.True(isKilled, $"{cell}: the episode did not come to this step ({end.Episode.Error}).");
            Assert.Equal((cell, ""), (cell, string.Join("; ", end.Leftovers)));
            Assert.Equal([], BaselineComparison.Compare(before, await CaptureAsync(turn)).Select(difference => $"{cell}: {difference}"));
        }
    }

    private static CrashCell[] Shuffle()
    {
        CrashCell[] cells = [.. from service in new[] { ServiceName.Conductor, ServiceName.Injector } from step in s_steps select new CrashCell(service, step)];
#pragma warning disable CA5394 // Which cells are looked at is no secret.
        new Random(Seed).Shuffle(cells);
#pragma warning restore CA5394
        return cells;
    }

    private static async Task<(bool IsKilled, EpisodeEnd End)> RunAsync(Services services, RealClusterTurn turn, CrashCell cell)
    {
        var options = new Dictionary<string, string>
        {
            [TargetOptionNames.Kubeconfig] = turn.KubeconfigPath,
            [TargetOptionNames.Storage] = "empty-dir",
            [TargetOptionNames.CpuRequest] = "10m",
            [TargetOptionNames.Images] = Join(turn.Images),
            [TargetOptionNames.PublicMirrors] = Join(turn.PublicMirrors),
        };
        var restart = Task.CompletedTask;
        var isKilled = false;
        var driver = new EpisodeDriver(services, cell.Step.Problem, TargetNames.Kubeconfig, options, TimeSpan.FromMinutes(10));
        var end = await driver.RunAsync(async step =>
        {
            if (step == cell.Step && !isKilled)
            {
                isKilled = true;
                await services.KillAsync(cell.Service);
                restart = services.RestartAsync(cell.Service);
            }
        }, () => restart);
        await restart;
        return (isKilled, end);
    }

    private static string Join(IReadOnlyDictionary<string, string> pairs) => string.Join(',', pairs.Select(pair => $"{pair.Key}={pair.Value}"));

    private static async Task<Baseline> CaptureAsync(RealClusterTurn turn)
    {
        using var client = SubjectClient.Connect(new Subject { EpisodeId = "look", Kubeconfig = await File.ReadAllTextAsync(turn.KubeconfigPath, Cancelled) });
        return await BaselineCrawler.CaptureAsync(new SubjectApi(client), Cancelled);
    }
}
