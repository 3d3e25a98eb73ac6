using System.Diagnostics;
using System.Runtime.InteropServices;

namespace SreGym.Conductor.Participants;

/// <summary>Processes that start and die together.</summary>
internal static class ProcessGroup
{
    private const int Terminate = 15;
    private const int Kill = 9;
    private const string SetSid = "/usr/bin/setsid";

    private static bool HasGroups => !OperatingSystem.IsWindows() && File.Exists(SetSid);

    /// <summary>Start information for a process that leads a group of its own, where the system has groups.</summary>
    public static ProcessStartInfo Describe(AgentCommand command) => HasGroups
        ? new ProcessStartInfo(SetSid, [command.FileName, .. command.Arguments])
        : new ProcessStartInfo(command.FileName, command.Arguments);

    /// <summary>Asks every process of the group to end.</summary>
    public static void RequestEnd(Process leader)
    {
        if (HasGroups)
        {
            _ = SendSignal(-leader.Id, Terminate);
        }
    }

    /// <summary>Ends every process of the group, also those whose leader is gone.</summary>
    public static void End(Process leader)
    {
        if (HasGroups)
        {
            _ = SendSignal(-leader.Id, Kill);
        }
        else if (!leader.HasExited)
        {
            leader.Kill(entireProcessTree: true);
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int processId, int signal);
}
