using System.Globalization;
using System.Text;

namespace SreGym.EndToEnd.Tests;

/// <summary>Reads /proc.</summary>
internal static class MarkedProcesses
{
    /// <summary>
    /// Ids of the living processes that were started with an environment that holds a text. What a run starts inherits its
    /// environment, also where the orchestrator takes its processes out of the run's process tree.
    /// </summary>
    public static IReadOnlyList<int> Alive(string mark) => [.. Directory.EnumerateDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? id : 0)
        .Where(id => id > 0 && IsAlive(id) && Read(id, "environ").Contains(mark, StringComparison.Ordinal))];

    private static bool IsAlive(int id)
    {
        // pid (name) state parent ...; the name may hold anything, so read from its closing bracket.
        var stat = Read(id, "stat");
        return stat.Length > 0 && stat[(stat.LastIndexOf(')') + 2)..][0] is not ('Z' or 'X');
    }

    // Empty for a process that has gone meanwhile, and for somebody else's.
    private static string Read(int id, string file)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{id}/{file}"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
