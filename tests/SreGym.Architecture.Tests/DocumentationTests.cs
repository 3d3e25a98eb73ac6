using System.Text.RegularExpressions;

namespace SreGym.Architecture.Tests;

/// <summary>What every reader may rely on finding.</summary>
public sealed partial class DocumentationTests
{
    private static readonly string[] s_serviceHeadings = ["## Purpose", "## RPCs", "## Options", "## Telemetry", "## Failure modes"];

    public static TheoryData<string> Services =>
        [.. Directory.EnumerateDirectories(Path.Combine(Repository.Root, "services")).Select(path => Path.GetFileName(path)!).Order()];

    [Theory]
    [MemberData(nameof(Services))]
    public void Readme_OfEachService_AnswersTheSameQuestions(string service)
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "services", service, "README.md"));

        Assert.All(s_serviceHeadings, heading => Assert.Contains(heading, readme, StringComparison.Ordinal));
    }

    [Fact]
    public void Readme_OfTheRepository_StartsWithTheTwoCommandsAndIsShort()
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, "README.md"));
        var commands = lines.Where(line => line.StartsWith("./", StringComparison.Ordinal)).Take(2).ToArray();

        Assert.InRange(lines.Length, 1, 150);
        Assert.StartsWith("./run", commands[0], StringComparison.Ordinal);
        Assert.StartsWith("./test", commands[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_EveryReason_IsDocumented()
    {
        var reasons = File.ReadAllText(Path.Combine(Repository.Root, "libraries/SreGym.Contracts/ErrorReasons.cs"));
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs/errors.md"));

        Assert.All(
            Constant().Matches(reasons).Select(match => match.Groups[1].Value).Where(value => value != "sregym"),
            reason => Assert.Contains($"`{reason}`", page, StringComparison.Ordinal));
    }

    [Fact]
    public void Telemetry_EveryName_IsDocumented()
    {
        var names = File.ReadAllText(Path.Combine(Repository.Root, "libraries/SreGym.Contracts/TelemetryNames.cs"));
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs/telemetry.md"));

        Assert.All(
            Constant().Matches(names).Select(match => match.Groups[1].Value),
            name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
    }

    [Fact]
    public void Links_BetweenPages_LeadSomewhere()
    {
        var broken = Repository.Files("*.md").SelectMany(page => Link().Matches(File.ReadAllText(page))
            .Select(match => match.Groups[1].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith('#'))
            .Where(target => !Path.Exists(Path.Combine(Path.GetDirectoryName(page)!, target.Split('#')[0])))
            .Select(target => $"{Repository.Relative(page)} -> {target}"));

        Assert.Empty(broken);
    }

    [GeneratedRegex("const string \\w+ = \"([^\"]+)\"")]
    private static partial Regex Constant();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
