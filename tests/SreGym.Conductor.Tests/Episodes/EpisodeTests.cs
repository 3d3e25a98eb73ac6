using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using SreGym.Conductor.Tests.Harness;
using SreGym.Contracts.Conductor.V1;
using SreGym.Contracts.Oracle.V1;

namespace SreGym.Conductor.Tests.Episodes;

public sealed class EpisodeTests
{
    private static readonly string[] s_wholeWalk =
    [
        "CreateCluster", "DeployApplication", "ProvisionRegistry", "ListRequiredImages", "MirrorImages", "PrepareFault",
        "CreateParticipantIdentity", "CaptureBaseline", "InjectFault", "AwaitSymptom", "EvaluateDiagnosis", "ListAccesses",
        "EvaluateMitigation", "ReleaseBaseline", "RecoverFault", "DeleteCluster",
    ];

    [Fact]
    public async Task Episode_Solved_WalksEveryStageOnceAndInOrder()
    {
        await using var host = await ConductorHost.StartAsync();
        var id = (await host.StartEpisodeAsync()).Episode.EpisodeId;
        await host.Participant.SolveAsync();

        var updates = await host.WatchAsync(id);

        var end = updates.Last(update => update.Episode is not null).Episode;
        Assert.Equal(EpisodeState.Completed, end.State);
        Assert.Equal((Verdict.Pass, Verdict.Pass), (end.Diagnosis, end.Mitigation));
        Assert.Equal(Enum.GetValues<EpisodeStage>().Skip(1), updates.Where(update => update.Episode is not null).Select(update => update.Episode.Stage).Distinct());
        Assert.Equal(s_wholeWalk, host.Script.Calls.Where(call => call != "WatchRepair"));
        Assert.Single(updates, update => update.Ready is not null);
        Assert.True(end.TimeToDiagnoseSeconds <= end.TimeToMitigateSeconds);
        Assert.Equal("done", await host.Participant.GetStageAsync());
    }

    [Theory]
    [InlineData("CreateCluster", "provision")]
    [InlineData("DeployApplication", "provision")]
    [InlineData("ProvisionRegistry", "mirror")]
    [InlineData("MirrorImages", "mirror")]
    [InlineData("PrepareFault", "mirror")]
    [InlineData("CaptureBaseline", "baseline")]
    [InlineData("InjectFault", "inject")]
    [InlineData("AwaitSymptom", "inject")]
    [InlineData("EvaluateDiagnosis", "agent")]
    [InlineData("EvaluateMitigation", "verify")]
    public async Task Episode_AnyStageFails_RecoversWhatWasTakenAndReports(string rpc, string stage)
    {
        await using var host = await ConductorHost.StartAsync(new RpcScript { Fails = rpc });
        var id = (await host.StartEpisodeAsync()).Episode.EpisodeId;
        var solving = SolveQuietlyAsync(host);

        var end = await host.AwaitEndAsync(id);

        Assert.Equal(EpisodeState.Error, end.State);
        Assert.Equal($"Stage {stage}: {rpc} fails on purpose.", end.Error);
        AssertRecovered(host, end);
        await solving;
    }

    [Theory]
    [InlineData("CreateCluster")]
    [InlineData("DeployApplication")]
    [InlineData("MirrorImages")]
    [InlineData("PrepareFault")]
    [InlineData("CaptureBaseline")]
    [InlineData("InjectFault")]
    [InlineData("AwaitSymptom")]
    [InlineData("EvaluateDiagnosis")]
    [InlineData("EvaluateMitigation")]
    public async Task Episode_EndedAtAnyStage_RecoversWhatWasTakenAndReports(string rpc)
    {
        await using var host = await ConductorHost.StartAsync(new RpcScript { Blocks = rpc });
        var id = (await host.StartEpisodeAsync()).Episode.EpisodeId;
        var solving = SolveQuietlyAsync(host);
        await host.Script.Blocked.WaitAsync(TimeSpan.FromSeconds(20));

        var recovered = await host.Client.RecoverEpisodeAsync(new RecoverEpisodeRequest { EpisodeId = id });

        Assert.Equal(EpisodeState.Cancelled, recovered.Episode.State);
        Assert.Empty(recovered.Leftovers);
        AssertRecovered(host, recovered.Episode);
        await solving;
    }

    [Fact]
    public async Task Episode_ParticipantRunsOutOfTime_FailsWithoutBeingAnError()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var host = await ConductorHost.StartAsync(time: time);
        var id = (await host.StartEpisodeAsync()).Episode.EpisodeId;
        await host.WatchAsync(id, update => update.Ready is not null);

        time.Advance(TimeSpan.FromMinutes(31));
        var end = await host.AwaitEndAsync(id);

        Assert.Equal(EpisodeState.Completed, end.State);
        Assert.Equal((Verdict.Fail, Verdict.Fail), (end.Diagnosis, end.Mitigation));
        AssertRecovered(host, end);
    }

    [Theory]
    [InlineData("PrepareFault", "mirror")]
    [InlineData("AwaitSymptom", "inject")]
    [InlineData("EvaluateDiagnosis", "agent")]
    [InlineData("EvaluateMitigation", "verify")]
    public async Task Episode_RegistryIsLost_IsAnErrorAndNobodysFailure(string during, string stage)
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var host = await ConductorHost.StartAsync(new RpcScript { LosesRegistryDuring = during, Blocks = during }, time);
        var id = (await host.StartEpisodeAsync()).Episode.EpisodeId;
        var solving = SolveQuietlyAsync(host);
        await host.Script.Blocked.WaitAsync(TimeSpan.FromSeconds(20));

        var ending = host.AwaitEndAsync(id);
        while (await Task.WhenAny(ending, Task.Delay(TimeSpan.FromMilliseconds(20))) != ending)
        {
            time.Advance(TimeSpan.FromSeconds(1));
        }

        var end = await ending;
        Assert.Equal((EpisodeState.Error, $"Stage {stage}: The private registry is lost."), (end.State, end.Error));
        Assert.Equal((Verdict.Unspecified, Verdict.Unspecified), (end.Diagnosis, end.Mitigation));
        AssertRecovered(host, end);
        await solving;
    }

    [Fact]
    public async Task Recovery_OneStepFails_DoesTheOthersAndTheNextTriesAgain()
    {
        await using var host = await ConductorHost.StartAsync(new RpcScript { Fails = "DeleteCluster" });
        var id = (await host.StartEpisodeAsync()).Episode.EpisodeId;
        await host.Participant.SolveAsync();
        var end = await host.AwaitEndAsync(id);

        var recovered = await host.Client.RecoverEpisodeAsync(new RecoverEpisodeRequest { EpisodeId = id });

        Assert.Equal(EpisodeState.Completed, end.State);
        Assert.Equal(["Cluster: DeleteCluster fails on purpose."], recovered.Leftovers);
        Assert.Contains("RecoverFault", host.Script.Calls);
        Assert.Equal(2, host.Script.Calls.Count(call => call == "DeleteCluster"));
    }

    [Fact]
    public async Task Recovery_FaultCannotBeUndoneInAClusterThatIsGone_LeavesNothing()
    {
        await using var host = await ConductorHost.StartAsync(new RpcScript { Fails = "RecoverFault" });
        var id = (await host.StartEpisodeAsync()).Episode.EpisodeId;
        await host.Participant.SolveAsync();

        var end = await host.AwaitEndAsync(id);

        Assert.Equal(EpisodeState.Completed, end.State);
        AssertRecovered(host, end);
        Assert.Empty((await host.Client.RecoverEpisodeAsync(new RecoverEpisodeRequest { EpisodeId = id })).Leftovers);
    }

    [Fact]
    public async Task Episode_OfAProcessThatIsGone_IsRecoveredAtTheNextStart()
    {
        var folder = Directory.CreateTempSubdirectory("conductor-").FullName;
        string id;
        await using (var crashing = await ConductorHost.StartAsync(new RpcScript { Blocks = "InjectFault" }))
        {
            id = (await crashing.StartEpisodeAsync()).Episode.EpisodeId;
            await crashing.Script.Blocked.WaitAsync(TimeSpan.FromSeconds(20));
            CopyData(crashing.Folder, folder);
        }

        await using (var host = await ConductorHost.StartAsync(folder: folder))
        {
            var recovered = await host.Client.RecoverEpisodeAsync(new RecoverEpisodeRequest { EpisodeId = id });

            Assert.Equal(EpisodeState.Error, recovered.Episode.State);
            Assert.Equal("It was interrupted at stage inject.", recovered.Episode.Error);
            Assert.Equal(["ReleaseBaseline", "DeleteCluster"], host.Script.Calls);
        }

        Directory.Delete(folder, recursive: true);
    }

    // What a kill at this moment would have left on disk.
    private static void CopyData(string from, string to)
    {
        var target = Directory.CreateDirectory(Path.Combine(to, "data"));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(from, "data"), "conductor.db*"))
        {
            if (!file.EndsWith("-shm", StringComparison.Ordinal))
            {
                File.Copy(file, Path.Combine(target.FullName, Path.GetFileName(file)));
            }
        }
    }

    private static void AssertRecovered(ConductorHost host, Episode end)
    {
        var calls = host.Script.Calls;
        Assert.Contains("DeleteCluster", calls);
        Assert.Equal(calls.Contains("PrepareFault"), calls.Contains("RecoverFault"));
        Assert.Equal(calls.Contains("CaptureBaseline"), calls.Contains("ReleaseBaseline"));
        Assert.Equal("DeleteCluster", calls[^1]);
        Assert.False(File.Exists(host.Artifact(end.EpisodeId, "kubeconfig")));
        var report = JsonNode.Parse(File.ReadAllText(end.ReportPath))!;
        Assert.True((bool)report["recovery"]!["complete"]!);
    }

    // The episode may end under the participant's hands.
    private static async Task SolveQuietlyAsync(ConductorHost host)
    {
        try
        {
            await host.Participant.SolveAsync();
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
        {
        }
    }
}
