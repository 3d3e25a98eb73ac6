using System.Text.RegularExpressions;

namespace SreGym.Architecture.Tests;

/// <summary>What no source file may hold.</summary>
public sealed partial class SourceTests
{
    private static readonly string[] s_faultWords = ["sregym.fault", "decoy", "breadcrumb", "participant", "injector"];

    [Fact]
    public void Simulation_Sources_KnowNothingOfFaults()
    {
        var aware = Sources("libraries/SreGym.Simulation/")
            .SelectMany(path => s_faultWords
                .Where(word => File.ReadAllText(path).Contains(word, StringComparison.OrdinalIgnoreCase))
                .Select(word => $"{Repository.Relative(path)}: {word}"));

        Assert.Empty(aware);
    }

    [Fact]
    public void Sources_Anywhere_HoldNoUnfinishedWork()
    {
        var unfinished = Sources("")
            .Where(path => !path.EndsWith(nameof(SourceTests) + ".cs", StringComparison.Ordinal))
            .SelectMany(path => File.ReadLines(path)
                .Select((line, index) => (line, index))
                .Where(entry => Unfinished().IsMatch(entry.line))
                .Select(entry => $"{Repository.Relative(path)}:{entry.index + 1}: {entry.line.Trim()}"));

        Assert.Empty(unfinished);
    }

    [Fact]
    public void Sources_Anywhere_HoldNoMockingLibraryOrSleep()
    {
        var props = File.ReadAllText(Path.Combine(Repository.Root, "Directory.Packages.props"));

        Assert.DoesNotMatch("(?i)Moq|NSubstitute|FakeItEasy", props);
        Assert.Empty(Sources("tests/")
            .Where(path => !path.EndsWith(nameof(SourceTests) + ".cs", StringComparison.Ordinal))
            .Where(path => Sleep().IsMatch(File.ReadAllText(path)))
            .Select(Repository.Relative));
    }

    [Fact]
    public void Program_OfEachService_IsShort()
    {
        var large = Sources("services/")
            .Where(path => Path.GetFileName(path) == "Program.cs" && File.ReadLines(path).Count() > 25)
            .Select(Repository.Relative);

        Assert.Empty(large);
    }

    [Fact]
    public void AppHost_Map_FitsOnAPage() =>
        Assert.InRange(File.ReadLines(Path.Combine(Repository.Root, "SreGym.AppHost", "AppHost.cs")).Count(), 1, 60);

    [Fact]
    public void Protos_PackageAndFolder_AreTheSame()
    {
        var wrong = Repository.Files("*.proto")
            .Where(path => Repository.Relative(path).StartsWith("protos/", StringComparison.Ordinal))
            .Where(path => !File.ReadAllText(path).Contains(
                $"package {Path.GetDirectoryName(Repository.Relative(path))!["protos/".Length..].Replace('/', '.')};", StringComparison.Ordinal))
            .Select(Repository.Relative);

        Assert.Empty(wrong);
    }

    private static IEnumerable<string> Sources(string folder) =>
        Repository.Files("*.cs").Where(path => Repository.Relative(path).StartsWith(folder, StringComparison.Ordinal));

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|NotImplementedException)\b|#region|async void")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"Thread\.Sleep\(")]
    private static partial Regex Sleep();
}
