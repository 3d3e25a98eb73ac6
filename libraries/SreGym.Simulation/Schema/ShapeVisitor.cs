using System.Text;
using System.Text.Json.Nodes;

namespace SreGym.Simulation.Schema;

/// <summary>One walk over an object for <see cref="SchemaShape"/>.</summary>
internal sealed class ShapeVisitor(List<string>? unknown)
{
    private readonly List<object> _path = [];

    public void Visit(JsonObject value, SchemaMessage message)
    {
        List<string>? dropped = null;
        List<(string Name, JsonNode Value)>? replaced = null;
        foreach (var (name, item) in value)
        {
            if (message.FindField(name) is not { } field)
            {
                unknown?.Add($"unknown field \"{PathTo(name)}\"");
                (dropped ??= []).Add(name);
                continue;
            }

            _path.Add(name);
            var seen = VisitField(item, field, message);
            _path.RemoveAt(_path.Count - 1);
            if (seen is null && !(item is null && IsNullable(field)))
            {
                (dropped ??= []).Add(name);
            }
            else if (seen is not null && !ReferenceEquals(seen, item))
            {
                (replaced ??= []).Add((name, seen));
            }
        }

        dropped?.ForEach(name => value.Remove(name));
        replaced?.ForEach(change => value[change.Name] = change.Value);
        AddMissing(value, message);
    }

    private static bool IsNullable(SchemaField field) =>
        field.IsAlwaysWritten && (field.Collection != SchemaCollection.None || field.Kind is SchemaKind.Time or SchemaKind.MicroTime)
        || field.IsWrittenAsNull;

    private void AddMissing(JsonObject value, SchemaMessage message)
    {
        foreach (var field in message.WrittenWhenMissing)
        {
            if (!value.ContainsKey(field.Name))
            {
                value[field.Name] = Zero(field);
            }
        }
    }

    private JsonNode? Zero(SchemaField field)
    {
        if (field.Collection != SchemaCollection.None)
        {
            return null;
        }

        switch (field.Kind)
        {
            case SchemaKind.Message:
                var nested = new JsonObject();
                AddMissing(nested, field.Message!);
                return nested;
            case SchemaKind.Boolean:
                return false;
            case SchemaKind.Number32 or SchemaKind.Number64 or SchemaKind.Real:
                return 0;
            case SchemaKind.Text:
                return "";
            default:
                return null;
        }
    }

    /// <returns>The value to keep, or null when Go would leave it out.</returns>
    private JsonNode? VisitField(JsonNode? value, SchemaField field, SchemaMessage owner)
    {
        switch (value, field.Collection)
        {
            case (null, _):
                return null;
            case (JsonArray list, SchemaCollection.List):
                VisitItems(list, field, owner);
                return list.Count > 0 || field.IsAlwaysWritten || field.IsPointer ? list : null;
            case (JsonObject map, SchemaCollection.Map):
                VisitEntries(map, field, owner);
                return map.Count > 0 || field.IsAlwaysWritten || field.IsPointer ? map : null;
            case (_, SchemaCollection.None):
                var seen = VisitValue(value, field, owner);
                return field.IsPointer || field.IsAlwaysWritten || !ScalarShape.IsZero(seen, field.Kind) ? seen : null;
            default:
                throw Mismatch(
                    value, owner, field.Collection == SchemaCollection.List ? "[]" + TypeName(field) : $"map[string]{TypeName(field)}");
        }
    }

    private void VisitItems(JsonArray list, SchemaField field, SchemaMessage owner)
    {
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is not { } item)
            {
                continue;
            }

            _path.Add(i);
            var seen = VisitValue(item, field, owner);
            if (!ReferenceEquals(seen, item))
            {
                list[i] = seen;
            }

            _path.RemoveAt(_path.Count - 1);
        }
    }

    private void VisitEntries(JsonObject map, SchemaField field, SchemaMessage owner)
    {
        List<(string Key, JsonNode? Value)>? replaced = null;
        foreach (var (key, item) in map)
        {
            if (item is null && field.Kind is SchemaKind.Text or SchemaKind.Bytes)
            {
                // Go decodes null into the zero value of the map's element.
                (replaced ??= []).Add((key, ""));
            }
            else if (item is not null)
            {
                _path.Add(key);
                var seen = VisitValue(item, field, owner);
                _path.RemoveAt(_path.Count - 1);
                if (!ReferenceEquals(seen, item))
                {
                    (replaced ??= []).Add((key, seen));
                }
            }
        }

        replaced?.ForEach(change => map[change.Key] = change.Value);
    }

    private JsonNode VisitValue(JsonNode value, SchemaField field, SchemaMessage owner)
    {
        if (field.Kind != SchemaKind.Message)
        {
            return ScalarShape.Conform(value, field.Kind) ?? throw Mismatch(value, owner, TypeName(field));
        }

        if (!field.Message!.IsUnion)
        {
            Visit(value as JsonObject ?? throw Mismatch(value, owner, TypeName(field)), field.Message);
        }

        return value;
    }

    private DecodingException Mismatch(JsonNode value, SchemaMessage owner, string expected)
    {
        var names = string.Join('.', _path.OfType<string>());
        return new DecodingException(
            $"json: cannot unmarshal {ScalarShape.GoNameOf(value)} into Go struct field {owner.GoName}.{names} of type {expected}");
    }

    private static string TypeName(SchemaField field) =>
        field.Message is { } message ? message.Name[(message.Name.IndexOf('/', StringComparison.Ordinal) + 1)..]
            : ScalarShape.GoTypeOf(field.Kind);

    private string PathTo(string name)
    {
        var text = new StringBuilder();
        foreach (var segment in _path)
        {
            _ = segment is int index ? text.Append('[').Append(index).Append(']')
                : text.Append(text.Length == 0 ? "" : ".").Append(segment);
        }

        return text.Append(text.Length == 0 ? "" : ".").Append(name).ToString();
    }
}
