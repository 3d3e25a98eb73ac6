using System.Diagnostics;

namespace Aspire.Hosting.Running;

/// <summary>A shell that outlives a killed AppHost just long enough to end the processes it left.</summary>
internal sealed class Watchdog : IDisposable
{
    private readonly Lock _gate = new();
    private Process? _shell;

    public void Add(int processGroup) => Tell("add", processGroup);

    public void Remove(int processGroup) => Tell("remove", processGroup);

    public void Dispose()
    {
        lock (_gate)
        {
            _shell?.StandardInput.Dispose();
            _shell?.Dispose();
            _shell = null;
        }
    }

    private void Tell(string verb, int processGroup)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        lock (_gate)
        {
            _shell ??= Launch();
            _shell.StandardInput.WriteLine($"{verb} {processGroup}");
            _shell.StandardInput.Flush();
        }
    }

    private static Process Launch()
    {
        using var script = new StreamReader(typeof(Watchdog).Assembly.GetManifestResourceStream("watchdog.sh")!);
        var start = new ProcessStartInfo(ProcessGroups.Leader[0], [.. ProcessGroups.Leader.Skip(1), "sh", "-c", script.ReadToEnd()])
        {
            RedirectStandardInput = true,
        };
        return Process.Start(start)!;
    }
}
