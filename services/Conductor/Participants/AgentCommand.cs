using System.Runtime.InteropServices;
using Grpc.Core;
using SreGym.Contracts;
using SreGym.Contracts.Participants;

namespace SreGym.Conductor.Participants;

/// <summary>The program an agent's name stands for.</summary>
internal sealed record AgentCommand(string FileName, IReadOnlyList<string> Arguments)
{
    /// <summary>Null for <c>none</c>: nothing is started.</summary>
    /// <exception cref="SreGymException">Neither a built-in agent nor a command that can be started.</exception>
    public static AgentCommand? Find(string agent, string agentsDirectory)
    {
        if (BuiltInAgents.Find(agent) is not { } builtIn)
        {
            return IsCommandLine(agent) ? OfShell(agent) : throw Unknown(agent);
        }

        return builtIn.Project is null ? null : OfProject(builtIn.Project, builtIn.Arguments, agentsDirectory);
    }

    private static AgentCommand OfProject(string project, IReadOnlyList<string> arguments, string agentsDirectory)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var root = agentsDirectory.Length > 0 ? agentsDirectory : own.Parent?.Parent?.FullName ?? own.FullName;
        string[] configurations = [own.Name, "debug", "release"];
        var assembly = configurations
            .Select(configuration => Path.Combine(root, project, configuration, project + ".dll"))
            .FirstOrDefault(File.Exists);
        return assembly is null
            ? throw new SreGymException(
                StatusCode.FailedPrecondition,
                ErrorReasons.UnknownAgent,
                $"Agent project {project} is not built below '{root}': build the solution, or set Conductor:AgentsDirectory.")
            : new AgentCommand(DotnetHost(), [assembly, .. arguments]);
    }

    private static AgentCommand OfShell(string commandLine) => OperatingSystem.IsWindows()
        ? new AgentCommand("cmd.exe", ["/c", commandLine])
        : new AgentCommand("/bin/sh", ["-c", commandLine]);

    // A single word is a slip of the pen more often than a program; a program can be given by path.
    private static bool IsCommandLine(string agent) =>
        agent.Contains(' ', StringComparison.Ordinal) || agent.Contains('/', StringComparison.Ordinal) || agent.Contains('\\', StringComparison.Ordinal);

    // The host that runs this process, so that an agent needs no dotnet on its PATH.
    private static string DotnetHost()
    {
        var host = Path.Combine(
            RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        return File.Exists(host) ? Path.GetFullPath(host) : "dotnet";
    }

    private static SreGymException Unknown(string agent) => new(
        StatusCode.InvalidArgument,
        ErrorReasons.UnknownAgent,
        $"There is no agent '{agent}': use one of {string.Join(", ", BuiltInAgents.All.Select(known => known.Id))}, or a command line (a single program by its path).");
}
