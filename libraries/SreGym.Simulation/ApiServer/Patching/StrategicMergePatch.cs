using System.Text.Json.Nodes;
using SreGym.Simulation.Json;
using SreGym.Simulation.Schema;

namespace SreGym.Simulation.ApiServer.Patching;

/// <summary>
/// Strategic merge patch: lists are merged by the keys the schema names
/// (k8s.io/apimachinery/pkg/util/strategicpatch).
/// </summary>
internal static class StrategicMergePatch
{
    private const string Directive = "$patch";
    private const string RetainKeys = "$retainKeys";
    private const string ElementOrder = "$setElementOrder/";
    private const string DeleteFromList = "$deleteFromPrimitiveList/";

    /// <param name="target">Object to change.</param>
    /// <param name="patch">The patch; left as it is.</param>
    /// <param name="message">Schema of the object; without one maps merge and lists are replaced.</param>
    public static JsonObject Apply(JsonObject target, JsonObject patch, SchemaMessage? message) =>
        MergeMap(target, (JsonObject)patch.DeepClone(), message, null);

    /// <param name="target">Object to change.</param>
    /// <param name="patch">The patch; used up.</param>
    /// <param name="message">Schema where the object has named fields.</param>
    /// <param name="values">Field of which the object is a map with free keys.</param>
    private static JsonObject MergeMap(JsonObject target, JsonObject patch, SchemaMessage? message, SchemaField? values)
    {
        switch (patch.FindText(Directive))
        {
            case "replace":
                patch.Remove(Directive);
                target.Clear();
                MoveAll(patch, target);
                return target;
            case "delete":
                target.Clear();
                return target;
            case not (null or "merge") and var unknown:
                throw ApiErrors.BadRequest($"Unknown patch type found: {unknown}");
        }

        patch.Remove(Directive);
        if (patch[RetainKeys] is JsonArray retained)
        {
            var keys = retained.Select(key => key?.ToString() ?? "").ToHashSet();
            foreach (var key in target.Select(field => field.Key).Where(key => !keys.Contains(key)).ToList())
            {
                target.Remove(key);
            }

            patch.Remove(RetainKeys);
        }

        foreach (var key in patch.Select(field => field.Key).ToList())
        {
            MergeField(target, patch, key, message, values);
        }

        return target;
    }

    private static void MergeField(JsonObject target, JsonObject patch, string key, SchemaMessage? message, SchemaField? values)
    {
        if (key.StartsWith(ElementOrder, StringComparison.Ordinal))
        {
            OrderOnly(target, patch, key, message);
            return;
        }

        if (key.StartsWith(DeleteFromList, StringComparison.Ordinal))
        {
            RemovePrimitives(target, key[DeleteFromList.Length..], patch[key] as JsonArray);
            return;
        }

        var value = patch[key];
        var field = message?.FindField(key);
        switch (value)
        {
            case null:
                target.Remove(key);
                break;
            case JsonObject nested when field is not { ReplacesOnPatch: true, Collection: SchemaCollection.None }:
                patch[key] = null;
                MergeNested(target, key, nested, field, values);
                break;
            case JsonArray list when field is { MergesOnPatch: true }:
                patch[key] = null;
                target[key] = MergeList(target[key] as JsonArray ?? [], list, field, patch[ElementOrder + key] as JsonArray);
                break;
            default:
                patch[key] = null;
                target[key] = value;
                break;
        }
    }

    private static void MergeNested(JsonObject target, string key, JsonObject nested, SchemaField? field, SchemaField? values)
    {
        var isMap = field is { Collection: SchemaCollection.Map };
        var message = isMap ? null : field?.Message ?? values?.Message;
        var deletes = nested.FindText(Directive) == "delete";
        var merged = MergeMap(target[key] as JsonObject ?? [], nested, message, isMap ? field : null);
        if (deletes)
        {
            target.Remove(key);
        }
        else if (!ReferenceEquals(merged, target[key]))
        {
            target[key] = merged;
        }
    }

    private static JsonArray MergeList(JsonArray current, JsonArray patch, SchemaField field, JsonArray? order)
    {
        var items = Take(current);
        var serverOrder = items.Select(item => item?.DeepClone()).ToList();
        var patches = Take(patch);
        if (patches.Any(item => item.FindText(Directive) == "replace"))
        {
            return [.. patches.Where(item => item.FindText(Directive) != "replace")];
        }

        if (field.PatchMergeKey is not { } key)
        {
            foreach (var item in patches.Where(item => !items.Any(existing => JsonNode.DeepEquals(existing, item))))
            {
                items.Add(item);
            }
        }
        else
        {
            foreach (var item in patches.OfType<JsonObject>())
            {
                MergeItem(items, item, key, field);
            }
        }

        return ElementOrdering.Sort(items, serverOrder, order, field.PatchMergeKey);
    }

    private static void MergeItem(List<JsonNode?> items, JsonObject patch, string key, SchemaField field)
    {
        var wanted = patch[key] ?? throw ApiErrors.BadRequest(
            $"map: {patch.ToJsonString()} does not contain declared merge key: {key}");
        var index = items.FindIndex(item => JsonNode.DeepEquals(item.Find(key), wanted));
        if (patch.FindText(Directive) == "delete")
        {
            items.RemoveAll(item => JsonNode.DeepEquals(item.Find(key), wanted));
        }
        else if (index >= 0)
        {
            items[index] = MergeMap(items[index]!.AsObject(), patch, field.Message, null);
        }
        else
        {
            items.Add(MergeMap([], patch, field.Message, null));
        }
    }

    /// <summary>An order without a patch of the list still moves its items.</summary>
    private static void OrderOnly(JsonObject target, JsonObject patch, string key, SchemaMessage? message)
    {
        var name = key[ElementOrder.Length..];
        if (patch.ContainsKey(name) || target[name] is not JsonArray list || patch[key] is not JsonArray order)
        {
            return;
        }

        var items = Take(list);
        target[name] = ElementOrdering.Sort(items, [.. items.Select(item => item?.DeepClone())], order,
            message?.FindField(name)?.PatchMergeKey);
    }

    private static void RemovePrimitives(JsonObject target, string name, JsonArray? removed)
    {
        if (target[name] is JsonArray list && removed is not null)
        {
            target[name] = new JsonArray([.. Take(list).Where(item => !removed.Any(gone => JsonNode.DeepEquals(gone, item)))]);
        }
    }

    private static void MoveAll(JsonObject from, JsonObject to)
    {
        foreach (var key in from.Select(field => field.Key).ToList())
        {
            var value = from[key];
            from.Remove(key);
            to[key] = value;
        }
    }

    /// <summary>The items, free of their list.</summary>
    private static List<JsonNode?> Take(JsonArray list)
    {
        var items = list.ToList();
        list.Clear();
        return items;
    }
}
