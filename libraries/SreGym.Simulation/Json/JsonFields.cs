using System.Text.Json.Nodes;

namespace SreGym.Simulation.Json;

/// <summary>Reading and writing fields of objects whose shape is not known to hold.</summary>
internal static class JsonFields
{
    public static JsonNode? Find(this JsonNode? value, params ReadOnlySpan<string> path)
    {
        foreach (var segment in path)
        {
            if (value is not JsonObject map || !map.TryGetPropertyValue(segment, out value))
            {
                return null;
            }
        }

        return value;
    }

    public static JsonObject? FindObject(this JsonNode? value, params ReadOnlySpan<string> path) => value.Find(path) as JsonObject;

    public static JsonArray? FindArray(this JsonNode? value, params ReadOnlySpan<string> path) => value.Find(path) as JsonArray;

    public static string? FindText(this JsonNode? value, params ReadOnlySpan<string> path) =>
        value.Find(path) is JsonValue field && field.TryGetValue<string>(out var text) ? text : null;

    public static long? FindNumber(this JsonNode? value, params ReadOnlySpan<string> path) => value.Find(path) switch
    {
        JsonValue field when field.TryGetValue<long>(out var number) => number,
        JsonValue field when field.TryGetValue<int>(out var number) => number,
        _ => null,
    };

    public static bool? FindFlag(this JsonNode? value, params ReadOnlySpan<string> path) =>
        value.Find(path) is JsonValue field && field.TryGetValue<bool>(out var flag) ? flag : null;

    /// <summary>The object under that key, made when it is missing or null.</summary>
    public static JsonObject GetOrAddObject(this JsonObject value, string key)
    {
        if (value[key] is JsonObject found)
        {
            return found;
        }

        var made = new JsonObject();
        value[key] = made;
        return made;
    }

    /// <summary>The list under that key, made when it is missing or null.</summary>
    public static JsonArray GetOrAddArray(this JsonObject value, string key)
    {
        if (value[key] is JsonArray found)
        {
            return found;
        }

        var made = new JsonArray();
        value[key] = made;
        return made;
    }

    /// <summary>Sets the field where it is missing or null.</summary>
    public static void SetDefault(this JsonObject value, string key, JsonNode? field)
    {
        if (value[key] is null)
        {
            value[key] = field;
        }
    }

    /// <summary>Gives <paramref name="target"/> the other object's field, or takes it away where the other has none.</summary>
    public static void CopyField(this JsonObject target, JsonObject source, string key)
    {
        if (source[key] is { } field)
        {
            target[key] = field.DeepClone();
        }
        else
        {
            target.Remove(key);
        }
    }
}
