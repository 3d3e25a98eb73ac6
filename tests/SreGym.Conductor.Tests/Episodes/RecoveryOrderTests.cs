using SreGym.Conductor.Storage;
using SreGym.Conductor.Tests.Harness;
using SreGym.Conductor.Tests.Targets;
using SreGym.Contracts.Conductor.V1;
using SreGym.Recovery.Episodes;
using SreGym.TestingHost.Clusters;

namespace SreGym.Conductor.Tests.Episodes;

/// <summary>What recovery does on somebody's cluster one after the other, and what at the same time.</summary>
public sealed class RecoveryOrderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("conductor-");

    [Fact]
    public async Task Recovery_OnSomebodysCluster_RemovesRegistryAndApplicationAtOnceAfterTheFault()
    {
        var record = LeaveBehind();
        await using var host = await ConductorHost.StartAsync(
            new RpcScript { Together = ["RemoveRegistry", "RemoveApplication"] }, folder: _folder.FullName);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));

        var recovered = await host.Client.RecoverEpisodeAsync(
            new RecoverEpisodeRequest { EpisodeId = record.Spec.EpisodeId }, cancellationToken: patience.Token);

        Assert.Empty(recovered.Leftovers);
        Assert.Equal(["ReleaseBaseline", "RecoverFault"], host.Script.Calls.Take(2));
        Assert.Equal(["RemoveApplication", "RemoveRegistry"], host.Script.Calls.Skip(2).Order());
    }

    [Theory]
    [InlineData("RecoverFault")]
    [InlineData("RemoveApplication")]
    public async Task Recovery_SomethingIsLeftOnSomebodysCluster_IsTakenUpByTheNext(string rpc)
    {
        var record = LeaveBehind(EpisodeState.Completed);
        await using var host = await ConductorHost.StartAsync(new RpcScript { LeavesOnce = rpc }, folder: _folder.FullName);
        var request = new RecoverEpisodeRequest { EpisodeId = record.Spec.EpisodeId };

        var first = await host.Client.RecoverEpisodeAsync(request);
        var second = await host.Client.RecoverEpisodeAsync(request);

        Assert.Equal([RpcScript.Leftover], first.Leftovers);
        Assert.Empty(second.Leftovers);
        Assert.Equal(2, host.Script.Calls.Count(call => call == rpc));
        Assert.Single(host.Script.Calls, call => call == "RemoveRegistry");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    // What the Conductor's database holds after a kill in the middle of an episode; one that has ended is not recovered by itself.
    private EpisodeRecord LeaveBehind(EpisodeState state = EpisodeState.Running)
    {
        var report = new StageRun(EpisodeStage.Report, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, StageOutcome.Completed, "");
        var kubeconfig = Path.Combine(_folder.FullName, "kubeconfig");
        File.WriteAllText(kubeconfig, UnreachableCluster.Kubeconfig);
        var record = new EpisodeRecord
        {
            Spec = new EpisodeSpec
            {
                EpisodeId = "left-behind",
                ProblemId = "missing_image_pull_secret",
                ProblemOptions = new Dictionary<string, string>(),
                Target = "kubeconfig",
                TargetOptions = new Dictionary<string, string> { ["kubeconfig"] = kubeconfig },
                Agent = "none",
                Seed = 7,
                Rights = "default",
            },
            StartedAt = DateTimeOffset.UnixEpoch,
            Stage = EpisodeStage.Agent,
            State = state,
            Stages = state == EpisodeState.Running ? [] : [report],
            Holdings = [Holding.Cluster, Holding.Application, Holding.Registry, Holding.Fault, Holding.Baseline],
        };
        new EpisodeStore(new Folders(new FolderMonitor(Path.Combine(_folder.FullName, "data"))).Data).Save(record);
        return record;
    }
}
