using System.Text.Json;

namespace SreGym.EndToEnd.Tests.Targets;

/// <summary>What an episode must have in common on every target: stages, checks with their verdicts, reasons of the application's events.</summary>
internal sealed record EpisodeFacts(IReadOnlyList<string> Stages, IReadOnlyList<string> Checks, IReadOnlySet<string> EventReasons)
{
    /// <summary>docs/fidelity.md says why.</summary>
    public static IReadOnlyList<string> EmbeddedOnly { get; } = [];

    /// <summary>docs/fidelity.md says why.</summary>
    public static IReadOnlyList<string> RealOnly { get; } = ["FailedScheduling", "FailedMount", "SandboxChanged", "Unhealthy", "Preempting"];

    public static EpisodeFacts Read(Run run)
    {
        var line = Assert.Single(run.Output, candidate => candidate.StartsWith("episode ", StringComparison.Ordinal));
        var path = line[(line.IndexOf("report=", StringComparison.Ordinal) + "report=".Length)..];
        using var report = JsonDocument.Parse(File.ReadAllText(path));
        var root = report.RootElement;
        return new EpisodeFacts(
            [.. Items(root, "stages").Select(stage => $"{Text(stage, "name")} {Text(stage, "outcome")}")],
            [.. Items(root, "checks").Select(check => $"{Text(check, "name")} {Text(check, "verdict")}")],
            Items(root, "events")
                .Where(entry => Text(entry, "namespace") == "hotel-reservation")
                .Select(entry => Text(entry, "reason"))
                .ToHashSet(StringComparer.Ordinal));
    }

    private static JsonElement.ArrayEnumerator Items(JsonElement root, string name) => root.GetProperty(name).EnumerateArray();

    private static string Text(JsonElement item, string name) => item.GetProperty(name).GetString() ?? "";
}
