using System.Globalization;
using System.Text.Json;

namespace SreGym.Simulation.Tables;

/// <summary>The columns of pods. STATUS is the reason of the container that is worst off.</summary>
internal static class PodCells
{
    public static void Write(Utf8JsonWriter cells, JsonElement pod, DateTimeOffset now)
    {
        var summary = PodSummary.Of(pod);
        cells.WriteStringValue(pod.Name());
        cells.WriteStringValue(JsonCells.Fraction(summary.Ready, summary.Total));
        cells.WriteStringValue(summary.Reason);
        cells.WriteStringValue(summary.Restarts > 0 && summary.LastRestart is { } last
            ? string.Create(CultureInfo.InvariantCulture, $"{summary.Restarts} ({HumanDuration.Format(now - last)} ago)")
            : summary.Restarts.ToString(CultureInfo.InvariantCulture));
        cells.WriteStringValue(pod.Age(now));
        cells.WriteStringValue(pod.TextOrNone("status", "podIP"));
        cells.WriteStringValue(pod.TextOrNone("spec", "nodeName"));
        cells.WriteStringValue(pod.TextOrNone("status", "nominatedNodeName"));
        cells.WriteStringValue(ReadinessGates(pod));
    }

    private static string ReadinessGates(JsonElement pod)
    {
        var gates = pod.Items("spec", "readinessGates").Select(gate => gate.Text("conditionType")).ToList();
        var passed = gates.Count(gate => pod.Items("status", "conditions")
            .Any(condition => condition.Text("type") == gate && condition.Text("status") == "True"));
        return gates.Count == 0 ? JsonCells.None : JsonCells.Fraction(passed, gates.Count);
    }
}
