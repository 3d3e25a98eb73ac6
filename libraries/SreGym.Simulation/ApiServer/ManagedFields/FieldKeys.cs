using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using SreGym.Simulation.Schema;

namespace SreGym.Simulation.ApiServer.ManagedFields;

/// <summary>The keys of a <see cref="FieldSet"/>.</summary>
internal static class FieldKeys
{
    private static readonly JsonSerializerOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Field(string name) => "f:" + name;

    public static string Value(JsonNode? value) => "v:" + Text(value);

    /// <summary>Key of an item of an associative list; missing keys have their published default.</summary>
    public static string Item(JsonObject item, SchemaField list)
    {
        var key = new JsonObject();
        foreach (var name in list.ListMapKeys.Order(StringComparer.Ordinal))
        {
            var value = item[name] ?? Default(list, name);
            if (value is not null)
            {
                key[name] = value.DeepClone();
            }
        }

        return "k:" + Text(key);
    }

    public static string Print(string key)
    {
        switch (key[0])
        {
            case 'f':
                return "." + key[2..];
            case 'v':
                return $"[={key[2..]}]";
            default:
                var parts = JsonNode.Parse(key[2..])!.AsObject().Select(part => $"{part.Key}={Text(part.Value)}");
                return $"[{string.Join(',', parts)}]";
        }
    }

    private static JsonValue? Default(SchemaField list, string name) =>
        list.Message?.FindField(name)?.Default is { } text ? JsonValue.Create(text.Trim('"')) : null;

    private static string Text(JsonNode? value) => value is null ? "null" : value.ToJsonString(s_plain);
}
