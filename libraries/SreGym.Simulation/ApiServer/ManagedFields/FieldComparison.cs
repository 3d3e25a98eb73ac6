using System.Text.Json.Nodes;

namespace SreGym.Simulation.ApiServer.ManagedFields;

/// <summary>What differs between two versions of a value.</summary>
/// <param name="Changed">Fields that are new or have another value.</param>
/// <param name="Removed">Fields that are gone.</param>
internal sealed record FieldComparison(FieldSet Changed, FieldSet Removed)
{
    private static readonly FieldComparison s_same = new(new FieldSet(), new FieldSet());

    public bool IsSame => Changed.IsEmpty && Removed.IsEmpty;

    public static FieldComparison Compare(JsonNode? old, JsonNode? value, FieldShape shape)
    {
        switch (old, value)
        {
            case (JsonObject left, JsonObject right)
                when shape.Kind is FieldShapeKind.Struct or FieldShapeKind.Map or FieldShapeKind.Untyped:
                return CompareMaps(left, right, shape);
            case (JsonArray left, JsonArray right) when shape.Kind is FieldShapeKind.ItemsByKey:
                return CompareItems(
                    left.OfType<JsonObject>(),
                    right.OfType<JsonObject>(),
                    item => FieldKeys.Item((JsonObject)item!, shape.Field!),
                    shape.OfItem());
            case (JsonArray left, JsonArray right) when shape.Kind is FieldShapeKind.ItemsByValue:
                return CompareItems(left, right, FieldKeys.Value, FieldShape.Leaf);
            default:
                return JsonNode.DeepEquals(old, value) ? s_same : new FieldComparison(FieldSet.Leaf(), new FieldSet());
        }
    }

    private static FieldComparison CompareMaps(JsonObject old, JsonObject value, FieldShape shape)
    {
        var (changed, removed) = (new FieldSet(), new FieldSet());
        foreach (var (name, field) in value)
        {
            var key = FieldKeys.Field(name);
            if (old.TryGetPropertyValue(name, out var before))
            {
                Attach(Compare(before, field, shape.Of(name)), key, changed, removed);
            }
            else
            {
                changed.Attach(key, FieldExtraction.Extract(field, shape.Of(name), containers: true));
            }
        }

        foreach (var (name, field) in old)
        {
            if (!value.ContainsKey(name))
            {
                removed.Attach(FieldKeys.Field(name), FieldExtraction.Extract(field, shape.Of(name), containers: true));
            }
        }

        return new FieldComparison(changed, removed);
    }

    private static FieldComparison CompareItems(
        IEnumerable<JsonNode?> old, IEnumerable<JsonNode?> value, Func<JsonNode?, string> keyOf, FieldShape shape)
    {
        var (changed, removed) = (new FieldSet(), new FieldSet());
        var before = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var item in old)
        {
            before[keyOf(item)] = item;
        }

        foreach (var item in value)
        {
            var key = keyOf(item);
            if (before.Remove(key, out var same))
            {
                Attach(Compare(same, item, shape), key, changed, removed);
            }
            else
            {
                changed.Attach(key, Whole(item, shape));
            }
        }

        foreach (var (key, item) in before)
        {
            removed.Attach(key, Whole(item, shape));
        }

        return new FieldComparison(changed, removed);
    }

    private static FieldSet Whole(JsonNode? item, FieldShape shape)
    {
        var fields = FieldExtraction.Extract(item, shape, containers: true);
        fields.IsMember = true;
        return fields;
    }

    private static void Attach(FieldComparison part, string key, FieldSet changed, FieldSet removed)
    {
        changed.Attach(key, part.Changed);
        removed.Attach(key, part.Removed);
    }
}
