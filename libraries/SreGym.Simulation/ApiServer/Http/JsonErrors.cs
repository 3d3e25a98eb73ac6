using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SreGym.Simulation.ApiServer.Http;

/// <summary>Parse errors in the words of Go's encoding/json.</summary>
internal static class JsonErrors
{
    public static string Describe(ReadOnlySpan<byte> json, JsonException error)
    {
        var offset = Offset(json, error);
        if (offset >= json.Length)
        {
            return "unexpected end of JSON input";
        }

        Rune.DecodeFromUtf8(json[offset..], out var found, out _);
        return $"invalid character '{found}' looking for beginning of value";
    }

    public static string GoTypeOf(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        JsonValueKind.True or JsonValueKind.False => "bool",
        _ => "null",
    };

    private static int Offset(ReadOnlySpan<byte> json, JsonException error)
    {
        var offset = 0;
        for (var line = error.LineNumber ?? 0; line > 0; line--)
        {
            offset += json[offset..].IndexOf((byte)'\n') + 1;
        }

        return offset + (int)(error.BytePositionInLine ?? 0);
    }
}
