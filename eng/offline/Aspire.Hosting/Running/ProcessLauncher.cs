using System.Diagnostics;

namespace Aspire.Hosting.Running;

/// <summary>Starts processes in groups of their own that the watchdog knows.</summary>
internal sealed class ProcessLauncher(Watchdog watchdog)
{
    public ChildProcess Launch(LaunchPlan plan, IReadOnlyDictionary<string, string> environment, Action<string, bool> onLine)
    {
        IReadOnlyList<string> prefix = OperatingSystem.IsWindows() ? [] : ProcessGroups.Leader;
        string[] command = [.. prefix, plan.Command, .. plan.Arguments];
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            WorkingDirectory = plan.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        if (!Path.IsPathRooted(plan.Command) && !IsOnPath(plan.Command))
        {
            throw new FileNotFoundException($"The command '{plan.Command}' was not found on the PATH.");
        }

        var process = Process.Start(start)!;
        watchdog.Add(process.Id);
        process.StandardInput.Close();
        process.OutputDataReceived += (_, line) => Forward(line.Data, isError: false);
        process.ErrorDataReceived += (_, line) => Forward(line.Data, isError: true);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new ChildProcess(process, watchdog);

        void Forward(string? line, bool isError)
        {
            if (line is not null)
            {
                onLine(line, isError);
            }
        }
    }

    private static bool IsOnPath(string command) => OperatingSystem.IsWindows()
        || command.Contains('/', StringComparison.Ordinal)
        || (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, command)));
}
