using System.Diagnostics;
using System.Text;
using SreGym.Conductor.Storage;

namespace SreGym.Conductor.Participants;

/// <summary>A participant as a process: its output goes to the log and to a file, and it ends with everything it started.</summary>
internal sealed class AgentProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_politeness = TimeSpan.FromSeconds(1);

    private readonly string _agent;
    private readonly Process _process;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly SecretRedactor _redactor;
    private readonly Lock _gate = new();
    private readonly StreamWriter _file;
    private readonly Task _outputs;

    private AgentProcess(string agent, Process process, string logsFolder, SecretRedactor redactor, TimeProvider time, ILogger logger)
    {
        (_agent, _process, _redactor, _time, _logger) = (agent, process, redactor, time, logger);
        var path = Path.Combine(logsFolder, "driver.log");
        Folders.WritePrivate(path, "");
        _file = new StreamWriter(path, append: true, Encoding.UTF8) { AutoFlush = true };
        _outputs = Task.WhenAll(CopyAsync(process.StandardOutput), CopyAsync(process.StandardError));
    }

    public static AgentProcess Start(
        string agent,
        AgentCommand command,
        IReadOnlyDictionary<string, string> environment,
        string logsFolder,
        SecretRedactor redactor,
        TimeProvider time,
        ILogger logger)
    {
        var start = ProcessGroup.Describe(command);
        start.WorkingDirectory = logsFolder;
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.Environment.Clear();
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        process.StandardInput.Close();
        Log.AgentStarted(logger, agent, process.Id);
        return new AgentProcess(agent, process, logsFolder, redactor, time, logger);
    }

    /// <summary>Completes with the exit code when the process has ended.</summary>
    public async Task<int> WaitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            ProcessGroup.RequestEnd(_process);
            using var patience = new CancellationTokenSource(s_politeness, _time);
            await WaitQuietlyAsync(patience.Token);
        }

        ProcessGroup.End(_process);
        await _process.WaitForExitAsync(CancellationToken.None);
        await DrainAsync();
        Log.AgentEnded(_logger, _agent, _process.ExitCode);
        await _file.DisposeAsync();
        _process.Dispose();
    }

    private async Task WaitQuietlyAsync(CancellationToken patience)
    {
        try
        {
            await _process.WaitForExitAsync(patience);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            // It is ended by force next.
        }
    }

    private async Task DrainAsync()
    {
        try
        {
            await _outputs.WaitAsync(s_politeness, _time);
        }
        catch (TimeoutException)
        {
            // Somebody outside the group still holds the pipe; nothing more of the agent comes through it.
        }
    }

    private async Task CopyAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            var clean = _redactor.Redact(line);
            Log.AgentOutput(_logger, _agent, clean);
            lock (_gate)
            {
                _file.WriteLine(clean);
            }
        }
    }
}
