using System.Collections.Concurrent;
using System.Diagnostics;

namespace SreGym.CrashSafety.Tests.Harness;

/// <summary>One service as a process of its own that can be killed and started again at the same addresses.</summary>
internal sealed class ServiceProcess(string project, IReadOnlyDictionary<string, string> environment) : IAsyncDisposable
{
    private const string Started = "Application started.";
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly ConcurrentQueue<string> _output = new();
    private Process? _process;

    /// <summary>The last lines it wrote.</summary>
    public string Output => string.Join('\n', _output.TakeLast(40));

    /// <summary>Returns when it serves.</summary>
    public async Task StartAsync()
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var start = new ProcessStartInfo(FindExecutable())
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Read(line.Data, started);
        _process.ErrorDataReceived += (_, line) => Read(line.Data, started);
        _process.Exited += (_, _) => started.TrySetException(new InvalidOperationException($"{project} has ended:\n{Output}"));
        _process.Start();
        _process.StandardInput.Close();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await started.Task.WaitAsync(s_patience);
    }

    /// <summary>SIGKILL; returns when nothing of the process is left.</summary>
    public async Task KillAsync()
    {
        if (_process is not { } process)
        {
            return;
        }

        _process = null;
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    public async ValueTask DisposeAsync() => await KillAsync();

    private void Read(string? line, TaskCompletionSource started)
    {
        if (line is null)
        {
            return;
        }

        _output.Enqueue(line);
        if (line.Contains(Started, StringComparison.Ordinal))
        {
            started.TrySetResult();
        }
    }

    // Every project's output lies beside this one's.
    private string FindExecutable()
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var name = OperatingSystem.IsWindows() ? $"{project}.exe" : project;
        return Path.Combine(own.Parent!.Parent!.FullName, project, own.Name, name);
    }
}
