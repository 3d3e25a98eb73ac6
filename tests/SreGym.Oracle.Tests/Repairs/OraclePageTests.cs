using System.Globalization;
using System.Text;
using SreGym.Contracts.Oracle.V1;
using SreGym.TestingHost;

namespace SreGym.Oracle.Tests.Repairs;

/// <summary>Keeps the table in docs/oracle.md equal to what the attempts lead to. Run with SREGYM_WRITE_DOCS=1 to write it.</summary>
public sealed class OraclePageTests(IncidentServicesFixture fixture)
{
    private const string Start = "<!-- results: written by a test -->\n";
    private const string End = "<!-- end of results -->";

    [Fact]
    public async Task Page_OfTheOracle_SaysWhatTheAttemptsLedTo()
    {
        var path = Path.Combine(RepositoryFolder.Root, "docs", "oracle.md");
        var page = await File.ReadAllTextAsync(path);
        var results = await WriteAsync();
        var (start, end) = (page.IndexOf(Start, StringComparison.Ordinal) + Start.Length, page.IndexOf(End, StringComparison.Ordinal));
        var expected = string.Concat(page.AsSpan(0, start), results, page.AsSpan(end));

        if (Environment.GetEnvironmentVariable("SREGYM_WRITE_DOCS") == "1")
        {
            await File.WriteAllTextAsync(path, expected);
            page = expected;
        }

        Assert.Equal(expected, page);
    }

    private async Task<string> WriteAsync()
    {
        var verdicts = await Task.WhenAll(
            Attempts.All.Select(async attempt => (Attempt: attempt, Verdict: await fixture.Results.GetAsync(attempt))));
        var passed = verdicts.Count(result => result.Attempt.IsRepair && result.Verdict.Verdict == Verdict.Pass);
        var failed = verdicts.Count(result => !result.Attempt.IsRepair && result.Verdict.Verdict == Verdict.Fail);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"\n{passed} of {Attempts.Repairs.Count} repairs pass, ")
            .Append(CultureInfo.InvariantCulture, $"{failed} of {Attempts.Cheats.Count} cheats and damages fail.\n");
        foreach (var problem in verdicts.GroupBy(result => result.Attempt.Problem))
        {
            Write(text, $"Repairs of `{problem.Key}`", problem.Where(result => result.Attempt.IsRepair));
            Write(text, $"Cheats and damage in `{problem.Key}`", problem.Where(result => !result.Attempt.IsRepair));
        }

        return text.Append('\n').ToString();
    }

    // More may fail beside what a cheat must fail by, depending on when a doomed pod was started; the verdict does not.
    private static void Write(StringBuilder text, string heading, IEnumerable<(Attempt Attempt, MitigationVerdict Verdict)> results)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n### {heading}\n\n| attempt | verdict | fails by |\n|---|---|---|\n");
        foreach (var (attempt, verdict) in results)
        {
            var failing = verdict.Checks
                .Where(check => check.Verdict == Verdict.Fail && (attempt.IsRepair || attempt.Failing.Contains(check.Name)))
                .Select(check => check.Name);
            text.Append(CultureInfo.InvariantCulture, $"| {attempt.Name} | {(verdict.Verdict == Verdict.Pass ? "pass" : "fail")} | ")
                .AppendJoin(", ", failing)
                .Append(" |\n");
        }
    }
}
