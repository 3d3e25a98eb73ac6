using System.CommandLine;
using SreGym.Cli.Mirror;
using SreGym.Cli.Recovery;
using SreGym.Cli.Registry;

namespace SreGym.Cli;

/// <summary>The command line: one folder for each command.</summary>
internal static class SreGymCommand
{
    public static RootCommand Create() => new("Tools of the incident gym.")
    {
        MirrorCommand.Create(),
        RegistryCommand.Create(),
        RecoveryCommands.Recover(),
        RecoveryCommands.CleanUp(),
    };

    /// <summary>Runs what the arguments say; those that cannot be read are told on standard error.</summary>
    /// <param name="arguments">The arguments after the program's name.</param>
    /// <param name="configuration">Where the output goes; null for the console.</param>
    public static async Task<int> RunAsync(string[] arguments, InvocationConfiguration? configuration = null)
    {
        var parsed = Create().Parse(arguments);
        var exitCode = await parsed.InvokeAsync(configuration);
        return parsed.Errors.Count > 0 ? ExitCodes.Usage : exitCode;
    }
}
