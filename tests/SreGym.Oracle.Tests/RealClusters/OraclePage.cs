using System.Globalization;
using SreGym.Contracts.Oracle.V1;
using SreGym.Oracle.Tests.Repairs;
using SreGym.TestingHost;

namespace SreGym.Oracle.Tests.RealClusters;

/// <summary>The table in docs/oracle.md of what was done on a real cluster. Run with SREGYM_WRITE_DOCS=1 to write its rows.</summary>
internal sealed class OraclePage
{
    private const string Start = "<!-- results on a real cluster: written by a test -->\n";
    private const string End = "<!-- end of results on a real cluster -->";
    private const string Head = "\n| attempt | verdict | fails by |\n|---|---|---|\n";

    private readonly HashSet<string> _written = new(StringComparer.Ordinal);
    private readonly string _path = Path.Combine(RepositoryFolder.Root, "docs", "oracle.md");

    /// <summary>Holds the page to one verdict.</summary>
    public void AssertSays(Attempt attempt, MitigationVerdict verdict)
    {
        var page = File.ReadAllText(_path);
        var (start, end) = (page.IndexOf(Start, StringComparison.Ordinal) + Start.Length, page.IndexOf(End, StringComparison.Ordinal));
        var row = Format(attempt, verdict);
        var rows = page[start..end].Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1).ToList();
        if (Environment.GetEnvironmentVariable("SREGYM_WRITE_DOCS") == "1")
        {
            _written.Add(attempt.Name);
            // Only a complete run may begin anew, and does: a row that it does not come to is of another program.
            rows =
            [
                .. Attempts.All
                    .Where(one => one.Problem == attempt.Problem)
                    .Where(one => !RealAttempts.AreComplete || _written.Contains(one.Name))
                    .Select(one => one == attempt ? row : Find(rows, one))
                    .OfType<string>(),
            ];
            var table = $"\n{Count(attempt.Problem, rows)}\n{Head}" + string.Concat(rows.Select(line => line + "\n")) + "\n";
            File.WriteAllText(_path, string.Concat(page.AsSpan(0, start), table, page.AsSpan(end)));
        }

        Assert.Contains(row, rows);
    }

    private static string Count(string problem, List<string> rows)
    {
        var made = Attempts.All.Where(attempt => attempt.Problem == problem).ToLookup(attempt => attempt.IsRepair);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{CountOf(made[true], rows, "pass")} repairs pass, {CountOf(made[false], rows, "fail")} cheats and damages fail; {rows.Count} were made.");
    }

    private static string CountOf(IEnumerable<Attempt> attempts, List<string> rows, string verdict)
    {
        var all = attempts.ToList();
        var asDue = all.Count(attempt => Find(rows, attempt)?.Contains($"| {verdict} |", StringComparison.Ordinal) == true);
        return string.Create(CultureInfo.InvariantCulture, $"{asDue} of {all.Count}");
    }

    private static string? Find(List<string> rows, Attempt attempt) =>
        rows.FirstOrDefault(row => row.StartsWith($"| {attempt.Name} |", StringComparison.Ordinal));

    private static string Format(Attempt attempt, MitigationVerdict verdict)
    {
        var failing = verdict.Checks
            .Where(check => check.Verdict == Verdict.Fail && (attempt.IsRepair || attempt.Failing.Contains(check.Name)))
            .Select(check => check.Name);
        return $"| {attempt.Name} | {(verdict.Verdict == Verdict.Pass ? "pass" : "fail")} | {string.Join(", ", failing)} |";
    }
}
