using System.Diagnostics;

namespace SreGym.EndToEnd.Tests;

public sealed class ShutdownTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(15);

    [Theory]
    [InlineData(Run.Interrupt)]
    [InlineData(Run.Kill)]
    public async Task Signal_WhileAnEpisodeRuns_EndsEveryProcessWithin15Seconds(int signal)
    {
        await using var run = Run.Start("--agent", "none");
        await run.WaitForLineAsync("start ");
        var started = run.Descendants();
        Assert.True(started.Count >= 6, $"Only {started.Count} processes were started:\n{run.Error}");

        var clock = Stopwatch.StartNew();
        run.Signal(signal);
        await run.WaitForExitAsync();
        while (ProcessTree.Alive(started).Count > 0 && clock.Elapsed < s_limit)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        Assert.Empty(ProcessTree.Alive(started));
    }
}
