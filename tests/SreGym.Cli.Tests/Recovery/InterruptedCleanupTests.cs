using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using SreGym.Contracts.Conductor.V1;
using SreGym.Recovery.Ledgers;
using SreGym.TestingHost.Processes;

namespace SreGym.Cli.Tests.Recovery;

/// <summary><c>sregym cleanup</c> in a process of its own, ended from outside while its cluster lets it wait.</summary>
public sealed class InterruptedCleanupTests : IDisposable
{
    private const string Removal = "/api/v1/namespaces/platform-registry";

    private readonly AbandonedEpisode _episode = new();
    private readonly TaskCompletionSource _waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Cleanup_EndedInTheMiddle_LosesNothingAndASecondOneFinishes(string signal)
    {
        Assert.SkipWhen(ToolProcess.Find("kill") is null, "kill is not on the PATH.");
        Assert.SkipWhen(signal == "INT" && IsCtrlCIgnored(), "Ctrl-C is ignored: a shell has started the tests in the background.");
        await using var server = await KnownServer.StartAsync("ours", HoldFirstRemovalAsync);
        _episode.Save(server.Address, "ours");
        using var cleanup = Start();
        var (output, error) = (cleanup.StandardOutput.ReadToEndAsync(Cancelled), cleanup.StandardError.ReadToEndAsync(Cancelled));
        await Task.WhenAny(_waiting.Task, cleanup.WaitForExitAsync(Cancelled));
        Assert.False(cleanup.HasExited, "It has ended before the removal.");
        var before = _episode.Store().Find(AbandonedEpisode.Id)!;

        await ToolProcess.RunAsync(ToolProcess.Find("kill")!, [$"-{signal}", $"{cleanup.Id}"], Cancelled);
        await cleanup.WaitForExitAsync(Cancelled).WaitAsync(TimeSpan.FromSeconds(30), Cancelled);

        Assert.Equal(ExitCodes.Cancelled, cleanup.ExitCode);
        Assert.Contains("a second call takes up the rest", await error, StringComparison.Ordinal);
        Assert.DoesNotContain("result", await output, StringComparison.Ordinal);
        var after = _episode.Store().Find(AbandonedEpisode.Id)!;
        Assert.Equal((before.State, before.Stage), (after.State, after.Stage));
        Assert.Equal(before.Holdings, after.Holdings);

        var (exitCode, _, second) = await _episode.RunAsync("cleanup");

        Assert.True(exitCode == ExitCodes.Success, second);
        Assert.Equal(EpisodeState.Error, _episode.Store().Find(AbandonedEpisode.Id)!.State);
        Assert.Empty(new LedgerStore(_episode.Folder.FullName, TimeProvider.System).Open(AbandonedEpisode.Id).ListOpen());
        Assert.Equal(2, server.Asked.Count(asked => asked == $"DELETE {Removal}"));
    }

    public void Dispose() => _episode.Dispose();

    private async Task<bool> HoldFirstRemovalAsync(HttpContext context)
    {
        if (context.Request.Method == "DELETE" && context.Request.Path == Removal && _waiting.TrySetResult())
        {
            // Until the caller hangs up.
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return true;
        }

        return false;
    }

    // Children inherit it.
    private static bool IsCtrlCIgnored()
    {
        const string status = "/proc/self/status", ignored = "SigIgn:";
        return File.Exists(status)
            && File.ReadLines(status).First(line => line.StartsWith(ignored, StringComparison.Ordinal))[ignored.Length..] is var mask
            && (Convert.ToUInt64(mask.Trim(), 16) & 0b10) != 0;
    }

    private Process Start() => Process.Start(new ProcessStartInfo(
        Path.Combine(AppContext.BaseDirectory, "sregym"), ["cleanup", "--json", "--data", _episode.Folder.FullName])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        UseShellExecute = false,
    })!;
}
