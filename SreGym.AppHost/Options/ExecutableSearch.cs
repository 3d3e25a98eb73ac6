namespace SreGym.AppHost.Options;

/// <summary>Finds commands the way a shell does.</summary>
internal static class ExecutableSearch
{
    /// <summary>True when <paramref name="command"/> is a file, or the name of one on the PATH.</summary>
    public static bool Finds(string command)
    {
        if (command.Length == 0)
        {
            return false;
        }

        string[] suffixes = OperatingSystem.IsWindows() ? ["", ".exe", ".cmd", ".bat"] : [""];
        var folders = Path.GetFileName(command) == command
            ? (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            : [Environment.CurrentDirectory];
        return folders.Any(folder => suffixes.Any(suffix => File.Exists(Path.Combine(folder, command + suffix))));
    }
}
