using System.Diagnostics;

namespace SreGym.Cli.Tests.Mirror;

/// <summary><c>sregym mirror</c> in a process of its own: for what comes over standard input, the environment and the PATH.</summary>
internal static class MirrorProcess
{
    /// <param name="folder">Holds <c>config.json</c> and credential helpers.</param>
    /// <param name="input">Its standard input.</param>
    /// <param name="arguments">Its arguments.</param>
    public static Task<MirrorCall> RunAsync(string folder, string input, params string[] arguments) => RunAsync(
        new Dictionary<string, string?> { ["DOCKER_CONFIG"] = folder, ["PATH"] = $"{folder}:{Environment.GetEnvironmentVariable("PATH")}" }, input, arguments);

    /// <param name="environment">Variables besides this process's own; null takes one away.</param>
    /// <param name="input">Its standard input.</param>
    /// <param name="arguments">Its arguments.</param>
    public static async Task<MirrorCall> RunAsync(Dictionary<string, string?> environment, string input, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "sregym"), ["mirror", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new MirrorCall(process.ExitCode, await output, await error);
    }
}
