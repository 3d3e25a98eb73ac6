using System.Globalization;

namespace SreGym.Offline.Tests;

/// <summary>Reads /proc.</summary>
internal static class ProcessGroup
{
    /// <summary>Ids of the living processes of a group.</summary>
    public static IReadOnlyList<int> Members(int group) =>
        [.. Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var pid) ? pid : 0)
            .Where(pid => pid > 0 && IsMember(pid, group))];

    private static bool IsMember(int pid, int group)
    {
        try
        {
            // pid (name) state parent group ...; the name may hold anything, so read from its closing bracket.
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is not ("Z" or "X") && int.Parse(fields[2], CultureInfo.InvariantCulture) == group;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
