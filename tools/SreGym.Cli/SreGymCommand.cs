using System.CommandLine;
using SreGym.Cli.Mirror;
using SreGym.Cli.Registry;

namespace SreGym.Cli;

/// <summary>The command line: one folder for each command.</summary>
internal static class SreGymCommand
{
    public static RootCommand Create() => new("Tools of the incident gym.")
    {
        MirrorCommand.Create(),
        RegistryCommand.Create(),
    };
}
