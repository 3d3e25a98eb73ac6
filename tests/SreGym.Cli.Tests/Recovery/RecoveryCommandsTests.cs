using System.Text.Json.Nodes;
using SreGym.Contracts.Conductor.V1;
using SreGym.Recovery.Episodes;

namespace SreGym.Cli.Tests.Recovery;

public sealed class RecoveryCommandsTests : IDisposable
{
    private const string Id = AbandonedEpisode.Id;

    private readonly AbandonedEpisode _episode = new();

    [Fact]
    public async Task Cleanup_FolderWithoutDatabase_EndsWith2AndMakesNothing()
    {
        var (exitCode, _, error) = await _episode.RunAsync("cleanup");

        Assert.Equal(ExitCodes.Usage, exitCode);
        Assert.Contains("--data", error, StringComparison.Ordinal);
        Assert.Empty(_episode.Folder.GetFiles());
    }

    [Fact]
    public async Task Cleanup_NothingUnfinished_EndsWith0AndSaysSo()
    {
        _episode.Store().Save(AbandonedEpisode.Record() with { State = EpisodeState.Completed });

        var (exitCode, _, error) = await _episode.RunAsync("cleanup");

        Assert.Equal(ExitCodes.Success, exitCode);
        Assert.Contains("nothing to clean up", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recover_UnknownId_EndsWith2AndNamesThoseThatAreThere()
    {
        _episode.Store().Save(AbandonedEpisode.Record());

        var (exitCode, _, error) = await _episode.RunAsync("recover", "--episode", "nonesuch");

        Assert.Equal(ExitCodes.Usage, exitCode);
        Assert.Contains("'nonesuch'", error, StringComparison.Ordinal);
        Assert.Contains(Id, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recover_ProcessIsAlive_EndsWith2AndSaysWhatToDo()
    {
        _episode.Store().Save(AbandonedEpisode.Record());
        using var held = _episode.Store().TryLock(Id);

        var (exitCode, _, error) = await _episode.RunAsync("recover", "--episode", Id);

        Assert.Equal(ExitCodes.Usage, exitCode);
        Assert.Contains("stop ./run", error, StringComparison.Ordinal);
        Assert.Equal(EpisodeState.Running, _episode.Store().Find(Id)!.State);
    }

    [Fact]
    public async Task Cleanup_DryRun_ListsAndChangesNothing()
    {
        _episode.Store().Save(AbandonedEpisode.Record() with { Holdings = [Holding.Cluster, Holding.Application] });

        var (exitCode, output, _) = await _episode.RunAsync("cleanup", "--dry-run");

        Assert.Equal(ExitCodes.Success, exitCode);
        Assert.Contains($"{Id}: target kubeconfig", output, StringComparison.Ordinal);
        Assert.Contains("holds cluster, application", output, StringComparison.Ordinal);
        Assert.Equal(EpisodeState.Running, _episode.Store().Find(Id)!.State);
    }

    [Fact]
    public async Task Recover_NothingWasMade_IsDoneAndASecondTimeToo()
    {
        _episode.Store().Save(AbandonedEpisode.Record() with { Holdings = [Holding.Cluster] });

        var first = await _episode.RunAsync("recover", "--episode", Id);
        var second = await _episode.RunAsync("recover", "--episode", Id);

        Assert.Equal((ExitCodes.Success, ExitCodes.Success), (first.ExitCode, second.ExitCode));
        var record = _episode.Store().Find(Id)!;
        Assert.Equal(EpisodeState.Error, record.State);
        Assert.Empty(record.Holdings);
    }

    [Fact]
    public async Task Recover_ContextMeansAnotherCluster_EndsWith2AndSendsNothingButTheQuestion()
    {
        await using var server = await KnownServer.StartAsync("another");
        _episode.Save(server.Address, uid: "ours");

        var (exitCode, _, error) = await _episode.RunAsync("recover", "--episode", Id);

        Assert.Equal(ExitCodes.Usage, exitCode);
        Assert.Contains("now means another cluster", error, StringComparison.Ordinal);
        Assert.Contains("--kubeconfig", error, StringComparison.Ordinal);
        Assert.Equal([KnownServer.Question], server.Asked);
    }

    [Fact]
    public async Task Recover_ClusterIsAway_EndsWith1AndNamesEachObjectWithItsCommand()
    {
        // Nothing listens on the discard port.
        _episode.Save("http://127.0.0.1:9", uid: "ours");

        var (exitCode, output, _) = await _episode.RunAsync("recover", "--episode", Id, "--json");

        Assert.Equal(ExitCodes.Failure, exitCode);
        var left = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)
            .Where(line => (string?)line["event"] == "left").ToList();
        Assert.Equal(["Namespace shop", "Namespace platform-registry"], left.Select(line => (string?)line["object"]));
        Assert.EndsWith("--context one delete namespaces/shop", (string?)left[0]["command"], StringComparison.Ordinal);
        Assert.NotEmpty(_episode.Store().Find(Id)!.Leftovers);
    }

    [Fact]
    public async Task Recover_OnlyAnEarlierRecoveryKnowsWhatIsLeft_AsksTheClusterAndForgetsNothing()
    {
        const string volume = "PersistentVolume one is still there although its claim is gone.";
        _episode.Save("http://127.0.0.1:9", uid: "ours", makesAnything: false);
        _episode.Store().Save(_episode.Store().Find(Id)! with { State = EpisodeState.Completed, Leftovers = [volume] });

        var (exitCode, output, _) = await _episode.RunAsync("recover", "--episode", Id);

        Assert.Equal(ExitCodes.Failure, exitCode);
        Assert.Contains($"left: {volume}", output, StringComparison.Ordinal);
        Assert.Contains(volume, Assert.Single(_episode.Store().Find(Id)!.Leftovers), StringComparison.Ordinal);
    }

    public void Dispose() => _episode.Dispose();
}
