using System.Text.Json.Nodes;

namespace SreGym.Simulation.ApiServer.ManagedFields;

/// <summary>Merges configurations into objects, and takes single fields out of objects.</summary>
internal static class AppliedMerge
{
    /// <param name="live">The object; changed.</param>
    /// <param name="applied">The configuration; left as it is.</param>
    /// <param name="shape">How the value is owned.</param>
    public static JsonNode? Merge(JsonNode? live, JsonNode? applied, FieldShape shape)
    {
        switch (live, applied)
        {
            case (JsonObject map, JsonObject wanted) when shape.Kind is FieldShapeKind.Struct or FieldShapeKind.Map or FieldShapeKind.Untyped:
                foreach (var (key, field) in wanted)
                {
                    var current = map[key];
                    var merged = Merge(current, field, shape.Of(key));
                    if (merged is null || !ReferenceEquals(merged, current))
                    {
                        map[key] = merged;
                    }
                }

                return map;
            case (JsonArray list, JsonArray wanted) when shape.Kind == FieldShapeKind.ItemsByKey:
                return MergeItems(list, wanted, item => FieldKeys.Item((JsonObject)item!, shape.Field!), shape.OfItem());
            case (JsonArray list, JsonArray wanted) when shape.Kind == FieldShapeKind.ItemsByValue:
                return MergeItems(list, wanted, FieldKeys.Value, FieldShape.Leaf);
            default:
                return applied?.DeepClone();
        }
    }

    /// <summary>Takes the fields out, except those that are kept.</summary>
    public static void Remove(JsonNode? value, FieldSet fields, FieldSet kept, FieldShape shape)
    {
        switch (value)
        {
            case JsonObject map:
                foreach (var (key, child) in fields.Children.Where(item => item.Key.StartsWith("f:", StringComparison.Ordinal)).ToList())
                {
                    RemoveField(map, key[2..], child, kept.FindChild(key), shape);
                }

                break;
            case JsonArray list when shape.Kind is FieldShapeKind.ItemsByKey or FieldShapeKind.ItemsByValue:
                RemoveItems(list, fields, kept, shape);
                break;
        }
    }

    private static void RemoveField(JsonObject map, string name, FieldSet fields, FieldSet? kept, FieldShape shape)
    {
        if (!map.TryGetPropertyValue(name, out var value))
        {
            return;
        }

        Remove(value, fields, kept ?? new FieldSet(), shape.Of(name));
        var isEmpty = value is null or JsonObject { Count: 0 } or JsonArray { Count: 0 };
        var isLeaf = value is not (JsonObject or JsonArray) || !fields.Children.Any();
        if (kept is not { IsEmpty: false } && (isEmpty || (isLeaf && fields.IsMember)))
        {
            map.Remove(name);
        }
    }

    private static void RemoveItems(JsonArray list, FieldSet fields, FieldSet kept, FieldShape shape)
    {
        foreach (var item in list.ToList())
        {
            var key = shape.Kind == FieldShapeKind.ItemsByKey ? FieldKeys.Item((JsonObject)item!, shape.Field!) : FieldKeys.Value(item);
            if (fields.FindChild(key) is not { } abandoned)
            {
                continue;
            }

            if (abandoned.IsMember && kept.FindChild(key) is not { IsEmpty: false })
            {
                list.Remove(item);
            }
            else
            {
                Remove(item, abandoned, kept.FindChild(key) ?? new FieldSet(), shape.OfItem());
            }
        }
    }

    private static JsonArray MergeItems(JsonArray live, JsonArray wanted, Func<JsonNode?, string> keyOf, FieldShape shape)
    {
        var items = live.ToList();
        live.Clear();
        foreach (var item in wanted)
        {
            var key = keyOf(item);
            var index = items.FindIndex(existing => keyOf(existing) == key);
            if (index >= 0)
            {
                items[index] = Merge(items[index], item, shape);
            }
            else
            {
                items.Add(item?.DeepClone());
            }
        }

        return [.. items];
    }
}
