using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace SreGym.Simulation.Schema.Protobuf;

/// <summary>The values that are messages on the wire and scalars in JSON, and the plain ones.</summary>
internal static class ProtobufScalar
{
    public static JsonNode FromVarint(ulong value, SchemaKind kind) => kind switch
    {
        SchemaKind.Boolean => JsonValue.Create(value != 0),
        _ => JsonValue.Create((long)value),
    };

    public static JsonNode? FromBytes(ReadOnlySpan<byte> bytes, SchemaKind kind)
    {
        switch (kind)
        {
            case SchemaKind.Text:
                return JsonValue.Create(Encoding.UTF8.GetString(bytes));
            case SchemaKind.Bytes:
                return JsonValue.Create(Convert.ToBase64String(bytes));
            case SchemaKind.Time:
                return Timestamp(bytes, "yyyy-MM-dd'T'HH:mm:ss'Z'");
            case SchemaKind.MicroTime:
                return Timestamp(bytes, "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'");
            case SchemaKind.Duration:
                return JsonValue.Create(GoDuration.Format(TimeSpan.FromTicks((long)Number(bytes, 1) / 100)));
            case SchemaKind.Quantity:
                return JsonValue.Create(Strings(bytes, 1) is [var quantity, ..] ? quantity : "0");
            case SchemaKind.IntOrString:
                return Number(bytes, 1) == 0
                    ? JsonValue.Create((long)Number(bytes, 2))
                    : JsonValue.Create(Strings(bytes, 3) is [var text, ..] ? text : "");
            case SchemaKind.Strings:
                return new JsonArray([.. Strings(bytes, 1).Select(item => (JsonNode)item)]);
            default:
                return Strings(bytes, 1) is [{ Length: > 0 } json, ..] ? ParseRaw(json) : null;
        }
    }

    private static JsonNode? ParseRaw(string json)
    {
        try
        {
            return JsonNode.Parse(json);
        }
        catch (System.Text.Json.JsonException e)
        {
            throw new FormatException("A raw field of the protobuf message does not hold JSON: " + e.Message, e);
        }
    }

    private static JsonValue? Timestamp(ReadOnlySpan<byte> bytes, string format)
    {
        if (bytes.IsEmpty)
        {
            return null;
        }

        var seconds = (long)Number(bytes, 1);
        var ticks = (long)Number(bytes, 2) / 100;
        if (seconds < DateTimeOffset.MinValue.ToUnixTimeSeconds() || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
        {
            throw new FormatException("A time in the protobuf message is out of range.");
        }

        var time = DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(ticks);
        return JsonValue.Create(time.ToString(format, CultureInfo.InvariantCulture));
    }

    private static ulong Number(ReadOnlySpan<byte> bytes, int field)
    {
        ulong value = 0;
        var reader = new ProtobufReader(bytes);
        while (reader.ReadTag())
        {
            if (reader.FieldNumber == field && reader.WireType == 0)
            {
                value = reader.ReadVarint();
            }
            else
            {
                reader.Skip();
            }
        }

        return value;
    }

    private static List<string> Strings(ReadOnlySpan<byte> bytes, int field)
    {
        var values = new List<string>();
        var reader = new ProtobufReader(bytes);
        while (reader.ReadTag())
        {
            if (reader.FieldNumber == field && reader.WireType == 2)
            {
                values.Add(Encoding.UTF8.GetString(reader.ReadBytes()));
            }
            else
            {
                reader.Skip();
            }
        }

        return values;
    }
}
