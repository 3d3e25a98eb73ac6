using System.Text.Json.Nodes;
using SreGym.Conductor.Storage;
using SreGym.Conductor.Tests.Harness;
using SreGym.Conductor.Tests.Targets;
using SreGym.Contracts.Conductor.V1;
using SreGym.Contracts.Oracle.V1;
using SreGym.Recovery.Episodes;
using SreGym.TestingHost.Clusters;

namespace SreGym.Conductor.Tests.Episodes;

/// <summary>The machine's clock is set while an episode runs, or between its end and its recovery.</summary>
public sealed class ClockJumpTests
{
    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task Episode_ClockIsSetByAnHourAtEveryCall_HasTheDurationsThatItTook(int hours)
    {
        var clock = new SteppedClock();
        var script = new RpcScript { Calling = _ => clock.Advance(TimeSpan.FromHours(hours)) };
        await using var host = await ConductorHost.StartAsync(script, clock);
        var id = (await host.StartEpisodeAsync()).Episode.EpisodeId;
        await host.Participant.SolveAsync();

        var end = await host.AwaitEndAsync(id);

        Assert.Equal((EpisodeState.Completed, Verdict.Pass, Verdict.Pass), (end.State, end.Diagnosis, end.Mitigation));
        Assert.Contains("DeleteCluster", script.Calls);
        var report = JsonNode.Parse(await File.ReadAllTextAsync(end.ReportPath))!;
        Assert.True((bool)report["recovery"]!["complete"]!);
        Assert.All(report["stages"]!.AsArray(), stage => AssertTook(stage!["seconds"]));
        Assert.All(
            ["time_to_diagnose_seconds", "time_to_mitigate_seconds"], name => AssertTook(report["times"]![name]));
        var moments = report["stages"]!.AsArray().Select(stage => (DateTimeOffset)stage!["started_at"]!).ToList();
        Assert.Equal(moments.Order(), moments);
        AssertTook((end.EndedAt.ToDateTimeOffset() - end.StartedAt.ToDateTimeOffset()).TotalSeconds);
    }

    [Fact]
    public async Task Recovery_ClockWasSetBackMeanwhile_EndsAfterItsBeginning()
    {
        var folder = Directory.CreateTempSubdirectory("conductor-").FullName;
        var record = new EpisodeRecord
        {
            Spec = new EpisodeSpec
            {
                EpisodeId = "left-behind",
                ProblemId = "missing_image_pull_secret",
                ProblemOptions = new Dictionary<string, string>(),
                Target = "embedded",
                TargetOptions = new Dictionary<string, string>(),
                Agent = "none",
                Seed = 7,
                Rights = "default",
            },
            StartedAt = TimeProvider.System.GetUtcNow().AddHours(1),
            Holdings = [Holding.Cluster],
        };
        new EpisodeStore(new Folders(new FolderMonitor(Path.Combine(folder, "data"))).Data).Save(record);
        await using (var host = await ConductorHost.StartAsync(folder: folder))
        {
            var end = (await host.Client.RecoverEpisodeAsync(new RecoverEpisodeRequest { EpisodeId = record.Spec.EpisodeId })).Episode;

            AssertTook((end.EndedAt.ToDateTimeOffset() - record.StartedAt).TotalSeconds);
        }

        Directory.Delete(folder, recursive: true);
    }

    private static void AssertTook(JsonNode? seconds) => Assert.InRange((double)seconds!, 0, 600);
}
