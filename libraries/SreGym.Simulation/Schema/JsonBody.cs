using System.Text.Json;
using System.Text.Json.Nodes;

namespace SreGym.Simulation.Schema;

/// <summary>Reads JSON as the API server does: the last of two equal keys wins, and the strict decoder says that there were two.</summary>
public static class JsonBody
{
    private static readonly JsonReaderOptions s_options = new() { MaxDepth = 200 };

    /// <summary>Reads a JSON object.</summary>
    /// <param name="json">UTF-8 text.</param>
    /// <param name="duplicates">Receives <c>duplicate field "spec.replicas"</c> for each; null when nobody asks.</param>
    /// <exception cref="DecodingException">The text is not JSON, or not an object.</exception>
    public static JsonObject ParseObject(ReadOnlySpan<byte> json, List<string>? duplicates = null) =>
        Parse(json, duplicates) as JsonObject ?? throw new DecodingException("json: cannot unmarshal value into Go value of type map");

    /// <summary>Reads any JSON value.</summary>
    /// <exception cref="DecodingException">The text is not JSON.</exception>
    public static JsonNode? Parse(ReadOnlySpan<byte> json, List<string>? duplicates = null)
    {
        try
        {
            var reader = new Utf8JsonReader(json, s_options);
            if (!reader.Read())
            {
                throw new DecodingException("unexpected end of JSON input");
            }

            var value = ReadValue(ref reader, "", duplicates);
            return reader.Read() ? throw new DecodingException("invalid character after top-level value") : value;
        }
        catch (JsonException e)
        {
            throw new DecodingException(GoJsonError.Describe(json, e), e);
        }
    }

    private static JsonNode? ReadValue(ref Utf8JsonReader reader, string path, List<string>? duplicates)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return ReadObject(ref reader, path, duplicates);
            case JsonTokenType.StartArray:
                var array = new JsonArray();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    array.Add(ReadValue(ref reader, duplicates is null ? "" : $"{path}[{array.Count}]", duplicates));
                }

                return array;
            case JsonTokenType.String:
                return JsonValue.Create(reader.GetString());
            case JsonTokenType.Number:
                return reader.TryGetInt64(out var number) ? JsonValue.Create(number) : JsonValue.Create(reader.GetDouble());
            case JsonTokenType.True or JsonTokenType.False:
                return JsonValue.Create(reader.GetBoolean());
            default:
                return null;
        }
    }

    private static JsonObject ReadObject(ref Utf8JsonReader reader, string path, List<string>? duplicates)
    {
        var result = new JsonObject();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString()!;
            var inner = duplicates is null ? "" : path.Length == 0 ? name : $"{path}.{name}";
            if (duplicates is not null && result.ContainsKey(name))
            {
                duplicates.Add($"duplicate field \"{inner}\"");
            }

            reader.Read();
            result[name] = ReadValue(ref reader, inner, duplicates);
        }

        return result;
    }
}
