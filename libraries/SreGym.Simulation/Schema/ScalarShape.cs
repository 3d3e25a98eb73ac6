using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SreGym.Simulation.Schema;

/// <summary>Checks single values against their kind, in the words of Go's decoders.</summary>
internal static class ScalarShape
{
    private static readonly SearchValues<char> s_base64 =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\r\n");

    /// <returns>The value, or a normalised one; null when it is of another type.</returns>
    /// <exception cref="DecodingException">The type is right but the text cannot be read.</exception>
    public static JsonNode? Conform(JsonNode value, SchemaKind kind)
    {
        var type = value.GetValueKind();
        switch (kind)
        {
            case SchemaKind.Text:
                return type == JsonValueKind.String ? value : null;
            case SchemaKind.Boolean:
                return type is JsonValueKind.True or JsonValueKind.False ? value : null;
            case SchemaKind.Number32:
                return Number(value, type) is >= int.MinValue and <= int.MaxValue ? value : null;
            case SchemaKind.Number64:
                return Number(value, type) is not null ? value : null;
            case SchemaKind.Real:
                return type == JsonValueKind.Number ? value : null;
            case SchemaKind.Bytes:
                return type == JsonValueKind.String ? CheckBase64(value) : null;
            case SchemaKind.Time or SchemaKind.MicroTime:
                return type == JsonValueKind.String ? CheckTime(value) : null;
            case SchemaKind.Quantity:
                return type is JsonValueKind.String or JsonValueKind.Number ? ConformQuantity(value) : null;
            case SchemaKind.IntOrString:
                return type == JsonValueKind.String || Number(value, type) is not null ? value : null;
            case SchemaKind.Duration:
                return type == JsonValueKind.String ? value : null;
            case SchemaKind.Raw:
                return type == JsonValueKind.Object ? value : null;
            case SchemaKind.Strings:
                return value is JsonArray list && list.All(item => item?.GetValueKind() == JsonValueKind.String) ? value : null;
            default:
                return value;
        }
    }

    public static bool IsZero(JsonNode value, SchemaKind kind) => kind switch
    {
        SchemaKind.Text or SchemaKind.Bytes =>
            value is JsonValue text && text.GetValueKind() == JsonValueKind.String && text.GetValue<string>().Length == 0,
        SchemaKind.Boolean => value.GetValueKind() == JsonValueKind.False,
        SchemaKind.Number32 or SchemaKind.Number64 => Number(value, JsonValueKind.Number) == 0,
        _ => false,
    };

    public static string GoNameOf(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        _ => "bool",
    };

    public static string GoTypeOf(SchemaKind kind) => kind switch
    {
        SchemaKind.Boolean => "bool",
        SchemaKind.Number32 => "int32",
        SchemaKind.Number64 => "int64",
        SchemaKind.Real => "float64",
        SchemaKind.Bytes => "[]uint8",
        SchemaKind.Strings => "[]string",
        SchemaKind.Raw => "map[string]interface {}",
        _ => "string",
    };

    private static long? Number(JsonNode value, JsonValueKind type) =>
        type != JsonValueKind.Number || value is not JsonValue number ? null
            : number.TryGetValue<long>(out var whole) ? whole
            : number.TryGetValue<int>(out var small) ? small
            : number.TryGetValue<double>(out var real) && Math.Floor(real) == real ? (long)real
            : null;

    private static JsonNode CheckBase64(JsonNode value)
    {
        var text = value.GetValue<string>();
        if (Base64.IsValid(text))
        {
            return value;
        }

        var bad = text.AsSpan().IndexOfAnyExcept(s_base64);
        throw new DecodingException(string.Create(
            CultureInfo.InvariantCulture, $"illegal base64 data at input byte {(bad < 0 ? text.Length / 4 * 4 : bad)}"));
    }

    private static JsonNode CheckTime(JsonNode value)
    {
        var text = value.GetValue<string>();
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out _)
            ? value
            : throw new DecodingException(
                $"parsing time \"{text}\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"{text}\" as \"2006\"");
    }

    private static JsonNode ConformQuantity(JsonNode value)
    {
        var text = value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
        if (!Quantity.TryParse(text, out var quantity))
        {
            throw new DecodingException(Quantity.FormatMessage);
        }

        var canonical = quantity.ToString();
        return canonical == text && value.GetValueKind() == JsonValueKind.String ? value : JsonValue.Create(canonical);
    }
}
