using System.Runtime.InteropServices;

namespace Aspire.Hosting.Running;

/// <summary>Process groups: a terminal's Ctrl+C reaches only the AppHost, and one signal ends a child with all it started.</summary>
internal static partial class ProcessGroups
{
    public const int Terminate = 15;
    public const int Kill = 9;

    /// <summary>Prefix of a command line that makes the command the leader of a group and keeps its process id.</summary>
    public static IReadOnlyList<string> Leader { get; } = FindLeader();

    public static void Signal(int processGroup, int signal) => _ = SendSignal(-processGroup, signal);

    private static IReadOnlyList<string> FindLeader()
    {
        const string Setsid = "/usr/bin/setsid";
        return File.Exists(Setsid) ? [Setsid] : ["perl", "-e", "setpgrp(0, 0); exec { $ARGV[0] } @ARGV", "--"];
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int pid, int signal);
}
