using System.Text.Json.Nodes;

namespace SreGym.Simulation.ApiServer.ManagedFields;

/// <summary>Which fields a value has.</summary>
internal static class FieldExtraction
{
    /// <param name="value">The value.</param>
    /// <param name="shape">How it is owned.</param>
    /// <param name="containers">Whether maps, lists and optional structs count as fields themselves.</param>
    public static FieldSet Extract(JsonNode? value, FieldShape shape, bool containers)
    {
        switch (value)
        {
            case JsonObject { Count: > 0 } map when shape.Kind is FieldShapeKind.Struct or FieldShapeKind.Map or FieldShapeKind.Untyped:
                var fields = new FieldSet { IsMember = containers && shape.IsOptional };
                foreach (var (key, field) in map)
                {
                    fields.Attach(FieldKeys.Field(key), Extract(field, shape.Of(key), containers));
                }

                return fields;
            case JsonArray { Count: > 0 } list when shape.Kind == FieldShapeKind.ItemsByKey:
                var items = new FieldSet { IsMember = containers && shape.IsOptional };
                foreach (var item in list.OfType<JsonObject>())
                {
                    var fieldsOfItem = Extract(item, shape.OfItem(), containers);
                    fieldsOfItem.IsMember = true;
                    items.Attach(FieldKeys.Item(item, shape.Field!), fieldsOfItem);
                }

                return items;
            case JsonArray { Count: > 0 } list when shape.Kind == FieldShapeKind.ItemsByValue:
                var values = new FieldSet { IsMember = containers && shape.IsOptional };
                foreach (var item in list)
                {
                    values.Attach(FieldKeys.Value(item), FieldSet.Leaf());
                }

                return values;
            default:
                return FieldSet.Leaf();
        }
    }
}
