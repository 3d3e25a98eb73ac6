using System.Text;
using System.Text.Json.Nodes;

namespace SreGym.Simulation.Schema.Protobuf;

/// <summary>
/// Turns protobuf messages into JSON by the schema. Go writes every field that is not a pointer, empty or not;
/// what its JSON encoder would omit is left out here too.
/// </summary>
internal static class MessageDecoder
{
    private const int MaxDepth = 100;

    public static void DecodeInto(JsonObject target, ReadOnlySpan<byte> bytes, SchemaMessage message, int depth = 0)
    {
        if (depth > MaxDepth)
        {
            throw new FormatException("The protobuf message is nested too deeply.");
        }

        var reader = new ProtobufReader(bytes);
        while (reader.ReadTag())
        {
            if (message.FindNumber(reader.FieldNumber) is { } field)
            {
                DecodeField(target, ref reader, field, depth);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static void DecodeField(JsonObject target, ref ProtobufReader reader, SchemaField field, int depth)
    {
        if (field.IsInline)
        {
            DecodeInto(target, reader.ReadBytes(), field.Message!, depth + 1);
            return;
        }

        switch (field.Collection)
        {
            case SchemaCollection.List:
                DecodeItem(List(target, field.Name), ref reader, field, depth);
                break;
            case SchemaCollection.Map:
                DecodeEntry(Map(target, field.Name), reader.ReadBytes(), field, depth);
                break;
            default:
                var value = DecodeValue(ref reader, field, depth);
                if (value is not null && (field.IsPointer || field.IsRequired || !IsEmptyScalar(value, field.Kind)))
                {
                    target[field.Name] = value;
                }

                break;
        }
    }

    private static void DecodeItem(JsonArray list, ref ProtobufReader reader, SchemaField field, int depth)
    {
        if (reader.WireType == 2 && field.Kind is SchemaKind.Number32 or SchemaKind.Number64 or SchemaKind.Boolean)
        {
            var packed = new ProtobufReader(reader.ReadBytes());
            while (!packed.AtEnd)
            {
                list.Add(ProtobufScalar.FromVarint(packed.ReadVarint(), field.Kind));
            }
        }
        else
        {
            list.Add(DecodeValue(ref reader, field, depth));
        }
    }

    private static void DecodeEntry(JsonObject map, ReadOnlySpan<byte> bytes, SchemaField field, int depth)
    {
        var key = "";
        JsonNode? value = null;
        var reader = new ProtobufReader(bytes);
        while (reader.ReadTag())
        {
            switch (reader.FieldNumber)
            {
                case 1:
                    key = Encoding.UTF8.GetString(reader.ReadBytes());
                    break;
                case 2:
                    value = DecodeValue(ref reader, field, depth);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        map[key] = value;
    }

    private static JsonNode? DecodeValue(ref ProtobufReader reader, SchemaField field, int depth)
    {
        switch (field.Kind)
        {
            case SchemaKind.Message when field.Message!.IsUnion:
                return DecodeUnion(reader.ReadBytes(), field.Message, depth + 1);
            case SchemaKind.Message:
                var nested = new JsonObject();
                DecodeInto(nested, reader.ReadBytes(), field.Message!, depth + 1);
                return nested;
            case SchemaKind.Boolean or SchemaKind.Number32 or SchemaKind.Number64:
                return ProtobufScalar.FromVarint(reader.ReadVarint(), field.Kind);
            case SchemaKind.Real:
                return JsonValue.Create(reader.ReadDouble());
            default:
                return ProtobufScalar.FromBytes(reader.ReadBytes(), field.Kind);
        }
    }

    private static JsonNode? DecodeUnion(ReadOnlySpan<byte> bytes, SchemaMessage message, int depth)
    {
        JsonNode? scalar = null;
        JsonNode? composite = null;
        var reader = new ProtobufReader(bytes);
        while (reader.ReadTag())
        {
            var field = message.FindNumber(reader.FieldNumber);
            if (field is null)
            {
                reader.Skip();
            }
            else if (field.Collection == SchemaCollection.List)
            {
                composite ??= new JsonArray();
                DecodeItem((JsonArray)composite, ref reader, field, depth);
            }
            else if (field.Kind == SchemaKind.Message)
            {
                composite = DecodeValue(ref reader, field, depth);
            }
            else
            {
                scalar = DecodeValue(ref reader, field, depth);
            }
        }

        return composite ?? scalar;
    }

    private static bool IsEmptyScalar(JsonNode value, SchemaKind kind) => kind switch
    {
        SchemaKind.Boolean => !value.GetValue<bool>(),
        SchemaKind.Number32 or SchemaKind.Number64 => value.GetValue<long>() == 0,
        SchemaKind.Text or SchemaKind.Bytes => value.GetValue<string>().Length == 0,
        _ => false,
    };

    private static JsonArray List(JsonObject target, string name)
    {
        if (target[name] is not JsonArray list)
        {
            target[name] = list = [];
        }

        return list;
    }

    private static JsonObject Map(JsonObject target, string name)
    {
        if (target[name] is not JsonObject map)
        {
            target[name] = map = [];
        }

        return map;
    }
}
