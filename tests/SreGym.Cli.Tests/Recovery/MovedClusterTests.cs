using Microsoft.AspNetCore.Http;
using SreGym.Contracts.Conductor.V1;
using SreGym.TestingHost.Processes;

namespace SreGym.Cli.Tests.Recovery;

/// <summary>Between a kill and its recovery the way to the cluster has changed.</summary>
public sealed class MovedClusterTests : IDisposable
{
    private readonly AbandonedEpisode _episode = new();

    private string NewPath => Path.Combine(_episode.Folder.FullName, "moved");

    [Theory]
    [InlineData("cleanup", ExitCodes.Failure)]
    [InlineData("recover --episode " + AbandonedEpisode.Id, ExitCodes.Usage)]
    public async Task FileIsGone_TouchesNothingAndSaysWhatToNameThenTakesItBack(string command, int refusal)
    {
        await using var server = await KnownServer.StartAsync("ours");
        _episode.Save(server.Address, "ours");
        File.Move(_episode.Kubeconfig, NewPath);

        var (refused, _, error) = await _episode.RunAsync(command.Split(' '));

        Assert.Equal(refusal, refused);
        Assert.Contains(_episode.Kubeconfig, error, StringComparison.Ordinal);
        Assert.Contains($"./sregym recover --episode {AbandonedEpisode.Id} --kubeconfig <path>", error, StringComparison.Ordinal);
        Assert.Empty(server.Asked);
        await AssertIsTakenBackAsync([.. command.Split(' '), "--kubeconfig", NewPath]);
    }

    [Fact]
    public async Task ContextIsRenamed_NamesThoseThatAreThereAndTakesOne()
    {
        await using var server = await KnownServer.StartAsync("ours");
        _episode.Save(server.Address, "ours");
        await WriteAsync(_episode.Kubeconfig, ("other", "http://127.0.0.1:9"), ("production", server.Address));

        var (refused, _, error) = await _episode.RunAsync("cleanup");

        Assert.Equal(ExitCodes.Failure, refused);
        Assert.Contains("--context with one of other, production", error, StringComparison.Ordinal);
        await AssertIsTakenBackAsync("cleanup", "--context", "production");
    }

    [Fact]
    public async Task NewFileHasTheOldContextBesideItsCurrentOne_TheOldOneIsTaken()
    {
        await using var server = await KnownServer.StartAsync("ours");
        await using var another = await KnownServer.StartAsync("another");
        _episode.Save(server.Address, "ours");
        await WriteAsync(NewPath, ("current", another.Address), ("one", server.Address));

        await AssertIsTakenBackAsync("cleanup", "--kubeconfig", NewPath);

        Assert.Empty(another.Asked);
    }

    [Fact]
    public async Task KubeconfigVariableMeansAnotherNow_TheRecordedOneIsTaken()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The command env is not on Windows.");
        await using var server = await KnownServer.StartAsync("ours");
        await using var another = await KnownServer.StartAsync("another");
        _episode.Save(server.Address, "ours");
        await WriteAsync(NewPath, ("one", another.Address));

        var (exitCode, _, error) = await ToolProcess.RunAsync(
            "/usr/bin/env",
            [$"KUBECONFIG={NewPath}", Path.Combine(AppContext.BaseDirectory, "sregym"), "cleanup", "--data", _episode.Folder.FullName],
            TestContext.Current.CancellationToken);

        Assert.True(exitCode == ExitCodes.Success, error);
        Assert.Empty(another.Asked);
    }

    [Fact]
    public async Task NewFileIsOfAnotherCluster_IsAskedWhoItIsAndNothingElse()
    {
        await using var server = await KnownServer.StartAsync("another");
        _episode.Save("http://127.0.0.1:9", "ours");
        await WriteAsync(NewPath, ("new", server.Address));

        var (exitCode, _, error) = await _episode.RunAsync("cleanup", "--kubeconfig", NewPath);

        Assert.Equal(ExitCodes.Failure, exitCode);
        Assert.Contains("now means another cluster", error, StringComparison.Ordinal);
        Assert.Equal([KnownServer.Question], server.Asked);
        Assert.Equal(EpisodeState.Running, _episode.Store().Find(AbandonedEpisode.Id)!.State);
    }

    [Theory]
    [InlineData(StatusCodes.Status401Unauthorized)]
    [InlineData(StatusCodes.Status403Forbidden)]
    public async Task LoginIsOver_TouchesNothingAndSaysWhatToDo(int status)
    {
        await using var server = await KnownServer.StartAsync("ours", context =>
        {
            context.Response.StatusCode = status;
            return Task.FromResult(true);
        });
        _episode.Save(server.Address, "ours");

        var (exitCode, _, error) = await _episode.RunAsync("recover", "--episode", AbandonedEpisode.Id);

        Assert.Equal(ExitCodes.Usage, exitCode);
        Assert.Contains($"refuses the user of context 'one' ({status})", error, StringComparison.Ordinal);
        Assert.Contains("renew the login", error, StringComparison.Ordinal);
        Assert.Equal([KnownServer.Question], server.Asked);
    }

    [Fact]
    public async Task ServerHasTooMuchToDo_IsSatOutAndShown()
    {
        var requests = 0;
        await using var server = await KnownServer.StartAsync("ours", context =>
        {
            if ((++requests % 2) == 0)
            {
                return Task.FromResult(false);
            }

            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Task.FromResult(true);
        });
        _episode.Save(server.Address, "ours");

        var error = await AssertIsTakenBackAsync("cleanup");

        Assert.Contains("await API server", error, StringComparison.Ordinal);
        Assert.Contains("503", error, StringComparison.Ordinal);
    }

    public void Dispose() => _episode.Dispose();

    private static Task WriteAsync(string path, params (string Context, string Server)[] contexts) =>
        File.WriteAllTextAsync(path, AbandonedEpisode.Describe(contexts), TestContext.Current.CancellationToken);

    private async Task<string> AssertIsTakenBackAsync(params string[] arguments)
    {
        var (exitCode, output, error) = await _episode.RunAsync(arguments);

        Assert.True(exitCode == ExitCodes.Success, error + output);
        Assert.Contains("nothing is left", output, StringComparison.Ordinal);
        Assert.Empty(_episode.Store().Find(AbandonedEpisode.Id)!.Holdings);
        return error;
    }
}
