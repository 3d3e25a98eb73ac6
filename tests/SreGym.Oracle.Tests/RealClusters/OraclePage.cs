using System.Globalization;
using System.Text;
using SreGym.Contracts.Oracle.V1;
using SreGym.Oracle.Tests.Repairs;
using SreGym.TestingHost;

namespace SreGym.Oracle.Tests.RealClusters;

/// <summary>The table in docs/oracle.md of what was done on a real cluster. Run with SREGYM_WRITE_DOCS=1 to write its rows.</summary>
internal sealed class OraclePage
{
    private const string Start = "<!-- results on a real cluster: written by a test -->\n";
    private const string End = "<!-- end of results on a real cluster -->";
    private const string Heading = "### ";
    private const string Head = "\n| attempt | verdict | fails by |\n|---|---|---|\n";

    private readonly HashSet<string> _written = new(StringComparer.Ordinal);
    private readonly string _path = Path.Combine(RepositoryFolder.Root, "docs", "oracle.md");

    /// <summary>Holds the page to one verdict.</summary>
    public void AssertSays(Attempt attempt, MitigationVerdict verdict)
    {
        var page = File.ReadAllText(_path);
        var (start, end) = (page.IndexOf(Start, StringComparison.Ordinal) + Start.Length, page.IndexOf(End, StringComparison.Ordinal));
        var row = Format(attempt, verdict);
        var rows = Read(page[start..end]);
        if (Environment.GetEnvironmentVariable("SREGYM_WRITE_DOCS") == "1")
        {
            _written.Add(attempt.Key);
            rows[attempt.Key] = row;
            // Only a complete run may begin anew, and does: a row that it does not come to is of another program.
            rows = Attempts.All
                .Where(one => rows.ContainsKey(one.Key) && (!RealAttempts.AreComplete || _written.Contains(one.Key)))
                .ToDictionary(one => one.Key, one => rows[one.Key], StringComparer.Ordinal);
            File.WriteAllText(_path, string.Concat(page.AsSpan(0, start), Write(rows), page.AsSpan(end)));
        }

        Assert.Equal(row, rows.GetValueOrDefault(attempt.Key));
    }

    // By the attempt's key. A heading names the problem.
    private static Dictionary<string, string> Read(string results)
    {
        var rows = new Dictionary<string, string>(StringComparer.Ordinal);
        var problem = "";
        foreach (var line in results.Split('\n'))
        {
            problem = line.StartsWith(Heading, StringComparison.Ordinal) ? line.Split('`')[1] : problem;
            if (line.StartsWith("| ", StringComparison.Ordinal) && !Head.Contains(line, StringComparison.Ordinal))
            {
                rows[$"{problem}: {line.Split(" | ")[0][2..]}"] = line;
            }
        }

        return rows;
    }

    private static string Write(Dictionary<string, string> rows)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"\n{Count(rows)}\n");
        foreach (var problem in Attempts.All.Where(attempt => rows.ContainsKey(attempt.Key)).GroupBy(attempt => attempt.Problem))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{Heading}`{problem.Key}` on a real cluster\n{Head}");
            text.AppendJoin("", problem.Select(attempt => rows[attempt.Key] + "\n"));
        }

        return text.Append('\n').ToString();
    }

    private static string Count(Dictionary<string, string> rows) => string.Create(
        CultureInfo.InvariantCulture,
        $"{CountOf(Attempts.Repairs, rows, "pass")} repairs pass, {CountOf(Attempts.Cheats, rows, "fail")} cheats and damages fail; {rows.Count} were made.");

    private static string CountOf(IReadOnlyList<Attempt> attempts, Dictionary<string, string> rows, string verdict)
    {
        var asDue = attempts.Count(attempt => rows.GetValueOrDefault(attempt.Key)?.Contains($"| {verdict} |", StringComparison.Ordinal) == true);
        return string.Create(CultureInfo.InvariantCulture, $"{asDue} of {attempts.Count}");
    }

    private static string Format(Attempt attempt, MitigationVerdict verdict)
    {
        var failing = verdict.Checks
            .Where(check => check.Verdict == Verdict.Fail && (attempt.IsRepair || attempt.Failing.Contains(check.Name)))
            .Select(check => check.Name);
        return $"| {attempt.Name} | {(verdict.Verdict == Verdict.Pass ? "pass" : "fail")} | {string.Join(", ", failing)} |";
    }
}
