using System.Diagnostics;

namespace Aspire.Hosting.Running;

/// <summary>A started process and its group.</summary>
internal sealed class ChildProcess(Process process, Watchdog watchdog) : IDisposable
{
    public int Id { get; } = process.Id;

    /// <summary>The exit code. Whatever the process left in its group is ended too.</summary>
    public async Task<int> WaitForExitAsync()
    {
        await process.WaitForExitAsync();
        if (!OperatingSystem.IsWindows())
        {
            ProcessGroups.Signal(Id, ProcessGroups.Kill);
        }

        watchdog.Remove(Id);
        return process.ExitCode;
    }

    public void Terminate()
    {
        if (OperatingSystem.IsWindows())
        {
            process.Kill(entireProcessTree: true);
            return;
        }

        ProcessGroups.Signal(Id, ProcessGroups.Terminate);
    }

    public void Kill()
    {
        if (!OperatingSystem.IsWindows())
        {
            ProcessGroups.Signal(Id, ProcessGroups.Kill);
        }
    }

    public void Dispose() => process.Dispose();
}
