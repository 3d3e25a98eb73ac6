namespace SreGym.EndToEnd.Tests;

public sealed class ShutdownTests
{
    [Theory]
    [InlineData(Run.Interrupt)]
    [InlineData(Run.Kill)]
    public async Task Signal_WhileAnEpisodeRuns_EndsEveryProcess(int signal)
    {
        await using var run = Run.Start("--agent", "none");
        await run.WaitForLineAsync("  provision ");
        var started = run.Descendants();
        Assert.True(started.Count >= 6, $"Only {started.Count} processes were started:\n{run.Error}");

        run.Signal(signal);
        await run.WaitForExitAsync();

        Assert.Equal(signal == Run.Interrupt, run.Error.Contains("  recover ", StringComparison.Ordinal));
        Assert.True(await run.IsGoneInTimeAsync(), $"Left: {string.Join(", ", run.Descendants())}");
    }
}
