using System.Globalization;

namespace SreGym.EndToEnd.Tests;

/// <summary>Reads /proc.</summary>
internal static class ProcessTree
{
    /// <summary>Ids of the living processes below one.</summary>
    public static IReadOnlyList<int> Descendants(int root)
    {
        var parents = Living().ToDictionary(process => process.Id, process => process.Parent);
        return [.. parents.Keys.Where(id => IsBelow(id, root, parents))];
    }

    /// <summary>Those of the processes that still live.</summary>
    public static IReadOnlyList<int> Alive(IEnumerable<int> processes) =>
        [.. Living().Select(process => process.Id).Intersect(processes)];

    private static bool IsBelow(int id, int root, Dictionary<int, int> parents)
    {
        while (parents.TryGetValue(id, out var parent))
        {
            if (parent == root)
            {
                return true;
            }

            id = parent;
        }

        return false;
    }

    private static IEnumerable<(int Id, int Parent)> Living() => Directory.EnumerateDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? Describe(id) : null)
        .OfType<(int, int)>();

    private static (int Id, int Parent)? Describe(int id)
    {
        try
        {
            // pid (name) state parent ...; the name may hold anything, so read from its closing bracket.
            var stat = File.ReadAllText($"/proc/{id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : (id, int.Parse(fields[1], CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            return null;
        }
    }
}
