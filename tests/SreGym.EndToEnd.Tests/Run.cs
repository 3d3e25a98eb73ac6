using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace SreGym.EndToEnd.Tests;

/// <summary>One start of the application host, as ./run starts it.</summary>
internal sealed partial class Run : IAsyncDisposable
{
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan s_end = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _error = new();
    private readonly SemaphoreSlim _more = new(0);
    private readonly string _mark;

    private Run(Process process, string artifacts, string mark)
    {
        _process = process;
        _mark = mark;
        Artifacts = artifacts;
    }

    /// <summary>Folder of this run's own.</summary>
    public string Artifacts { get; }

    public IEnumerable<string> Output => _output;

    public string Error => string.Join('\n', _error);

    /// <summary>Starts with a folder and ports of its own.</summary>
    public static Run Start(params string[] arguments) => StartWith(new Dictionary<string, string>(), arguments);

    public static Run StartWith(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var host = Repository.FindAppHost();
        Assert.SkipWhen(host is null, "The application host is not built: run ./test, or build SreGym.AppHost.");
        var artifacts = Directory.CreateTempSubdirectory("sregym-").FullName;
        string[] own = arguments.Contains("--artifacts") ? [] : ["--artifacts", artifacts];
        string[] port = arguments.Contains("--port") ? [] : ["--port", "0"];
        var start = new ProcessStartInfo(host!, [.. arguments, .. own, .. port])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_ENVIRONMENT"] = "Development";
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] = "true";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var mark = Guid.NewGuid().ToString("N");
        start.Environment["SREGYM_TEST_RUN"] = mark;
        var run = new Run(Process.Start(start)!, artifacts, mark);
        run.Read();
        return run;
    }

    /// <summary>The exit code, once everything has been written.</summary>
    public async Task<int> WaitForExitAsync(TimeSpan? limit = null)
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken)
            .WaitAsync(limit ?? s_limit, TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    /// <summary>The first line, of either stream, that has the text.</summary>
    public async Task<string> WaitForLineAsync(string text, TimeSpan? within = null)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(within ?? s_limit);
        while (true)
        {
            if (_output.Concat(_error).FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal)) is { } found)
            {
                return found;
            }

            Assert.False(_process.HasExited, $"The run has ended before it wrote '{text}':\n{Error}");
            await _more.WaitAsync(limit.Token);
        }
    }

    /// <summary>Processes that this run has started and that are alive: services, dashboard, agents, the orchestrator's.</summary>
    public IReadOnlyList<int> Descendants() => [.. MarkedProcesses.Alive(_mark).Where(id => id != _process.Id)];

    /// <summary>True when nothing of this run is alive in time: the orchestrator ends its processes after the run itself has ended.</summary>
    public async Task<bool> IsGoneInTimeAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var clock = Stopwatch.StartNew();
        while (Descendants().Count > 0)
        {
            if (clock.Elapsed > s_end)
            {
                return false;
            }

            await timer.WaitForNextTickAsync(CancellationToken.None);
        }

        return true;
    }

    public void Signal(int signal) => Signal(_process, signal);

    public static void Signal(Process process, int signal) => _ = SendSignal(process.Id, signal);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Signal(Interrupt);
            await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(s_limit, CancellationToken.None);
        }

        _process.Dispose();
        _more.Dispose();
        try
        {
            Directory.Delete(Artifacts, recursive: true);
        }
        catch (IOException)
        {
            // The orchestrator ends the services after the run itself has ended; one of them has just written something.
        }
    }

    private void Read()
    {
        _process.StandardInput.Close();
        _process.OutputDataReceived += (_, line) => Keep(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(_error, line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null)
        {
            lines.Enqueue(line);
            _more.Release();
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int pid, int signal);
}
