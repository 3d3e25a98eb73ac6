using System.Xml.Linq;
using SreGym.TestingHost;

namespace SreGym.Architecture.Tests;

/// <summary>The source tree these tests look at.</summary>
internal static class Repository
{
    public const string Solution = "SreGym.Aspire.sln";

    private static readonly string[] s_generated = ["artifacts", ".git", "node_modules", "bin", "obj"];

    public static string Root => RepositoryFolder.Root;

    /// <summary>Project files by name, e.g. SreGym.Injector.</summary>
    public static IReadOnlyDictionary<string, string> Projects { get; } =
        Files("*.csproj").ToDictionary(path => Path.GetFileNameWithoutExtension(path));

    public static IEnumerable<string> Files(string pattern) =>
        Directory.EnumerateFiles(Root, pattern, SearchOption.AllDirectories)
            .Where(path => !Relative(path).Split('/').Any(part => s_generated.Contains(part)))
            .Order(StringComparer.Ordinal);

    public static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    /// <summary>Names of the projects a project file references.</summary>
    public static IReadOnlyList<string> References(string projectFile) =>
        [.. XDocument.Load(projectFile).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')))];

    /// <summary>Everything a project reaches through references.</summary>
    public static IReadOnlySet<string> Closure(string project)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([project]);
        while (open.TryPop(out var next))
        {
            foreach (var reference in References(Projects[next]))
            {
                if (reached.Add(reference))
                {
                    open.Push(reference);
                }
            }
        }

        return reached;
    }
}
