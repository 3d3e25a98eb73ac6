using System.Globalization;
using System.Text;
using SreGym.TestingHost;

namespace SreGym.Problems.Tests;

/// <summary>Keeps docs/problems.md equal to the catalogue. Run with SREGYM_WRITE_DOCS=1 to write it.</summary>
public sealed class ProblemsPageTests
{
    [Fact]
    public void Page_OfTheProblems_SaysWhatTheCatalogueSays()
    {
        var path = Path.Combine(RepositoryFolder.Root, "docs", "problems.md");
        var page = Write();

        if (Environment.GetEnvironmentVariable("SREGYM_WRITE_DOCS") == "1")
        {
            File.WriteAllText(path, page);
        }

        Assert.Equal(page, File.ReadAllText(path));
    }

    private static string Write()
    {
        var page = new StringBuilder();
        page.Append("# Which problems are there?\n\nWritten from `ProblemCatalogue.All` by a test of `SreGym.Problems.Tests`; ")
            .Append("`SREGYM_WRITE_DOCS=1 ./test` writes it again.\n\n| id | family | application | title |\n|---|---|---|---|\n");
        foreach (var problem in ProblemCatalogue.All)
        {
            page.Append(CultureInfo.InvariantCulture, $"| [`{problem.Id}`](#{problem.Id}) | {problem.Family} | {problem.Application} | {problem.Title} |\n");
        }

        foreach (var problem in ProblemCatalogue.All)
        {
            Write(page, problem);
        }

        return page.ToString();
    }

    private static void Write(StringBuilder page, Problem problem)
    {
        page.Append(CultureInfo.InvariantCulture, $"\n## {problem.Id}\n\n")
            .Append(CultureInfo.InvariantCulture, $"**Symptom.** {problem.Symptom}\n\n")
            .Append(CultureInfo.InvariantCulture, $"**Root cause.** {problem.RootCause}\n\n")
            .Append(CultureInfo.InvariantCulture, $"**Remedy.** {problem.Remedy}\n\n| option | default | values | does |\n|---|---|---|---|\n");
        foreach (var option in problem.Options)
        {
            var values = string.Join(", ", option.AllowedValues.Select(value => $"`{value}`")) + (option.IsList ? " (comma-separated)" : "");
            page.Append(CultureInfo.InvariantCulture, $"| `{option.Name}` | `{option.DefaultValue}` | {values} | {option.Description} |\n");
        }

        page.Append("\nA repair passes when every check does: ")
            .AppendJoin(", ", problem.Checks.Select(check => check.Name))
            .Append(".\n\nDifferences from the baseline that a repair may leave:\n\n");
        foreach (var allowed in problem.AllowedDifferences)
        {
            page.Append(CultureInfo.InvariantCulture, $"- {allowed.Description}\n");
        }
    }
}
