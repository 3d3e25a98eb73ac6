using System.Reflection;
using SreGym.TestingHost;

namespace SreGym.Oci.Tests.Registry;

/// <summary>docs/registry.md lists each MUST of the specification with the test that holds it.</summary>
public sealed class ConformanceTableTests
{
    private const string Begin = "<!-- conformance table -->";
    private const string End = "<!-- end of conformance table -->";

    [Fact]
    public void Docs_ConformanceTable_ListsEveryMustWithItsTest()
    {
        var path = Path.Combine(RepositoryFolder.Root, "docs", "registry.md");
        var page = File.ReadAllText(path);
        var (from, to) = (page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, page.IndexOf(End, StringComparison.Ordinal));

        var expected = Render();
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            File.WriteAllText(path, page[..from] + expected + page[to..]);
        }
        else
        {
            Assert.Equal(expected, page[from..to]);
        }
    }

    private static string Render()
    {
        var rows = typeof(ConformanceTableTests).Assembly.GetTypes()
            .Where(type => type.Namespace == "SreGym.Oci.Tests.Registry.Conformance")
            .SelectMany(type => type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
                .SelectMany(method => method.GetCustomAttributes<MustAttribute>()
                    .Select(must => (must.Section, must.Requirement, Test: $"{(type.DeclaringType ?? type).Name}.{method.Name}"))))
            .Distinct()
            .GroupBy(row => (row.Section, row.Requirement), row => row.Test)
            .OrderBy(row => row.Key.Section, StringComparer.Ordinal)
            .ThenBy(row => row.Key.Requirement, StringComparer.Ordinal)
            .Select(row => $"| {row.Key.Section} | {row.Key.Requirement.Replace("|", "\\|", StringComparison.Ordinal)} "
                + $"| {string.Join(", ", row.Order(StringComparer.Ordinal).Select(test => $"`{test}`"))} |");
        return $"\n| section | a registry must | held by |\n|---|---|---|\n{string.Join('\n', rows)}\n";
    }
}
