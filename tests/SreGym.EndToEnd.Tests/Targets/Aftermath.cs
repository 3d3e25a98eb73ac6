using System.Diagnostics;

namespace SreGym.EndToEnd.Tests.Targets;

/// <summary>An episode that is cut off, and what an operator does then.</summary>
internal static class Aftermath
{
    /// <summary>Ends every process of a run at once, so that nothing is recovered.</summary>
    public static async Task KillEverythingAsync(Run run)
    {
        foreach (var process in run.Descendants())
        {
            using var victim = Process.GetProcessById(process);
            victim.Kill();
        }

        run.Signal(Run.Kill);
        await run.WaitForExitAsync();
        Assert.True(await run.IsGoneInTimeAsync(), $"Left: {string.Join(", ", run.Descendants())}");
    }

    /// <summary>Has the command line take back what a run has left.</summary>
    public static async Task<(int ExitCode, string Error)> CleanUpAsync(Run run, CancellationToken cancellationToken, params string[] arguments)
    {
        using var process = StartCleanUp(run, arguments);
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = await process.StandardError.ReadToEndAsync(cancellationToken) + await output;
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, error);
    }

    /// <summary>As the other, and does not wait for it.</summary>
    public static Process StartCleanUp(Run run, string[] arguments) => Process.Start(new ProcessStartInfo(
        "bash", [Path.Combine(Repository.Root, "sregym"), "cleanup", "--data", Path.Combine(run.Artifacts, "data"), .. arguments])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}
