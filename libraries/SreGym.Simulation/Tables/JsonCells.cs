using System.Globalization;
using System.Text.Json;

namespace SreGym.Simulation.Tables;

/// <summary>Reads fields of encoded objects for cells.</summary>
internal static class JsonCells
{
    public const string None = "<none>";

    public static JsonElement? At(this JsonElement value, params ReadOnlySpan<string> path)
    {
        foreach (var segment in path)
        {
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(segment, out value))
            {
                return null;
            }
        }

        return value.ValueKind == JsonValueKind.Null ? null : value;
    }

    public static string Text(this JsonElement value, params ReadOnlySpan<string> path) => value.At(path) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString()!,
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => "",
    };

    public static string TextOrNone(this JsonElement value, params ReadOnlySpan<string> path) =>
        value.Text(path) is { Length: > 0 } text ? text : None;

    public static long Number(this JsonElement value, params ReadOnlySpan<string> path) =>
        value.At(path) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var result) ? result : 0;

    public static bool Flag(this JsonElement value, params ReadOnlySpan<string> path) =>
        value.At(path) is { ValueKind: JsonValueKind.True };

    public static IEnumerable<JsonElement> Items(this JsonElement value, params ReadOnlySpan<string> path) =>
        value.At(path) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    public static IEnumerable<JsonProperty> Entries(this JsonElement value, params ReadOnlySpan<string> path) =>
        value.At(path) is { ValueKind: JsonValueKind.Object } map ? map.EnumerateObject() : [];

    public static DateTimeOffset? Time(this JsonElement value, params ReadOnlySpan<string> path) =>
        value.At(path) is { ValueKind: JsonValueKind.String } text
        && DateTimeOffset.TryParse(text.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : null;

    public static string Since(this JsonElement value, DateTimeOffset now, params ReadOnlySpan<string> path) =>
        value.Time(path) is { } time ? HumanDuration.Format(now - time) : "<unknown>";

    public static string Age(this JsonElement value, DateTimeOffset now) => value.Since(now, "metadata", "creationTimestamp");

    public static string Name(this JsonElement value) => value.Text("metadata", "name");

    /// <summary>Labels as <c>a=b,c=d</c>.</summary>
    public static string Labels(this JsonElement value, params ReadOnlySpan<string> path)
    {
        var labels = value.Entries(path).Select(entry => $"{entry.Name}={entry.Value}").Order(StringComparer.Ordinal).ToList();
        return labels.Count == 0 ? None : string.Join(',', labels);
    }

    /// <summary>A label selector as <c>metav1.FormatLabelSelector</c> prints it.</summary>
    public static string Selector(this JsonElement value, params ReadOnlySpan<string> path)
    {
        if (value.At(path) is not { } selector)
        {
            return None;
        }

        var terms = selector.Entries("matchLabels").Select(entry => $"{entry.Name}={entry.Value}")
            .Concat(selector.Items("matchExpressions").Select(Requirement)).Order(StringComparer.Ordinal).ToList();
        return terms.Count == 0 ? None : string.Join(',', terms);
    }

    public static (string Names, string Images) Containers(this JsonElement podSpec)
    {
        var containers = podSpec.Items("containers").ToList();
        return (string.Join(',', containers.Select(item => item.Text("name"))),
            string.Join(',', containers.Select(item => item.Text("image"))));
    }

    public static string Fraction(long part, long whole) => string.Create(CultureInfo.InvariantCulture, $"{part}/{whole}");

    private static string Requirement(JsonElement requirement)
    {
        var key = requirement.Text("key");
        var values = string.Join(',', requirement.Items("values").Select(item => item.GetString()).Order(StringComparer.Ordinal));
        return requirement.Text("operator") switch
        {
            "In" => $"{key} in ({values})",
            "NotIn" => $"{key} notin ({values})",
            "Exists" => key,
            _ => $"!{key}",
        };
    }
}
