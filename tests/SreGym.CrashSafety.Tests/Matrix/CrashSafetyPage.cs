using System.Globalization;
using System.Text;
using SreGym.CrashSafety.Tests.Harness;
using SreGym.TestingHost;

namespace SreGym.CrashSafety.Tests.Matrix;

/// <summary>The table in docs/crash-safety.md: a run of the whole matrix writes it, every other run compares its steps with those there are.</summary>
internal static class CrashSafetyPage
{
    /// <summary>Environment variable: 1 has the page written.</summary>
    private const string WriteVariable = "SREGYM_WRITE_DOCS";

    private const string Start = "<!-- matrix: written by a test -->\n";
    private const string End = "<!-- end of matrix -->";

    private static string FilePath { get; } = Path.Combine(RepositoryFolder.Root, "docs", "crash-safety.md");

    /// <summary>Fails when the page's steps are not those of an episode.</summary>
    public static async Task CheckAsync(IReadOnlyList<CrashStep> steps)
    {
        var (_, table, _) = Split(await File.ReadAllTextAsync(FilePath));
        var written = table.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1)
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)[1..3]).Select(cells => $"{cells[0]}: {cells[1]}");
        Assert.Equal(steps.Select(step => step.ToString()), written);
    }

    /// <summary>Writes the whole matrix where that is asked for.</summary>
    /// <param name="steps">The steps.</param>
    /// <param name="faults">What was wrong after each kill; a kill that is missing was not made.</param>
    public static async Task WriteAsync(IReadOnlyList<CrashStep> steps, IReadOnlyDictionary<CrashCell, IReadOnlyList<string>> faults)
    {
        if (Environment.GetEnvironmentVariable(WriteVariable) == "1")
        {
            var (before, _, after) = Split(await File.ReadAllTextAsync(FilePath));
            await File.WriteAllTextAsync(FilePath, before + Render(steps, faults) + after);
        }
    }

    private static (string Before, string Table, string After) Split(string page)
    {
        var start = page.IndexOf(Start, StringComparison.Ordinal) + Start.Length;
        var end = page.IndexOf(End, StringComparison.Ordinal);
        return (page[..start], page[start..end], page[end..]);
    }

    private static string Render(IReadOnlyList<CrashStep> steps, IReadOnlyDictionary<CrashCell, IReadOnlyList<string>> faults)
    {
        var services = Enum.GetValues<ServiceName>();
        var good = faults.Values.Count(found => found.Count == 0);
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"\n{good} of {steps.Count * services.Length} kills leave nothing behind.\n\n")
            .Append("| stage | step | ").AppendJoin(" | ", services).Append(" |\n|---|---|").AppendJoin("", services.Select(_ => "---|")).Append('\n');
        foreach (var step in steps)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {step.StageName} | {step.Title} | ")
                .AppendJoin(" | ", services.Select(service => Show(faults.GetValueOrDefault(new CrashCell(service, step)))))
                .Append(" |\n");
        }

        foreach (var (cell, found) in faults.Where(result => result.Value.Count > 0))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{cell}: {string.Join("; ", found)}\n");
        }

        return text.Append('\n').ToString();
    }

    private static string Show(IReadOnlyList<string>? found) => found switch
    {
        null => "not made",
        [] => "✓",
        _ => "✗",
    };
}
