using System.Globalization;
using System.Text.Json.Nodes;
using SreGym.Simulation.Json;

namespace SreGym.Simulation.Runtime;

/// <summary>Reads of lists, maps and times; what is missing or wrongly typed reads as empty.</summary>
internal static class JsonReading
{
    private static readonly Dictionary<string, string> s_emptyMap = [];

    public static IEnumerable<JsonObject> Objects(this JsonNode? value, params ReadOnlySpan<string> path) =>
        value.FindArray(path)?.OfType<JsonObject>() ?? [];

    public static IReadOnlyList<string> Texts(this JsonNode? value, params ReadOnlySpan<string> path) =>
        [.. (value.FindArray(path) ?? []).Select(item => item.FindText()).OfType<string>()];

    public static IReadOnlyDictionary<string, string> TextMap(this JsonNode? value, params ReadOnlySpan<string> path)
    {
        if (value.FindObject(path) is not { } map)
        {
            return s_emptyMap;
        }

        var texts = new Dictionary<string, string>(map.Count, StringComparer.Ordinal);
        foreach (var (name, item) in map)
        {
            if (item.FindText() is { } text)
            {
                texts[name] = text;
            }
        }

        return texts;
    }

    public static int Count(this JsonNode? value, params ReadOnlySpan<string> path) => (int)(value.FindNumber(path) ?? 0);

    public static DateTimeOffset? FindTime(this JsonNode? value, params ReadOnlySpan<string> path) =>
        DateTimeOffset.TryParse(
            value.FindText(path), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : null;

    /// <summary>Sets the field, or removes it for null: Go's <c>omitempty</c>.</summary>
    public static void SetOrRemove(this JsonObject value, string name, JsonNode? field)
    {
        if (field is null)
        {
            value.Remove(name);
        }
        else
        {
            value[name] = field;
        }
    }

    /// <summary>A count as Go's <c>omitempty</c> writes it: absent when zero.</summary>
    public static void SetCount(this JsonObject value, string name, int count) => value.SetOrRemove(name, count == 0 ? null : count);
}
