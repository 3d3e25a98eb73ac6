using System.Text.Json.Nodes;
using SreGym.Simulation.Json;

namespace SreGym.Simulation.ApiServer.Patching;

/// <summary>Puts merged list items into the order a patch asks for; items the patch does not name keep their place.</summary>
internal static class ElementOrdering
{
    public static JsonArray Sort(List<JsonNode?> items, List<JsonNode?> serverOrder, JsonArray? order, string? key)
    {
        if (order is null)
        {
            return [.. items];
        }

        var wanted = order.Select(item => Identity(item, key)).ToList();
        var before = serverOrder.Select(item => Identity(item, key)).ToList();
        var named = items.Where(item => wanted.Contains(Identity(item, key))).OrderBy(item => wanted.IndexOf(Identity(item, key))).ToList();
        var others = items
            .Where(item => !wanted.Contains(Identity(item, key)))
            .OrderBy(item => before.IndexOf(Identity(item, key)))
            .ToList();
        return Merge(others, named, before, key);
    }

    private static JsonArray Merge(List<JsonNode?> others, List<JsonNode?> named, List<string> before, string? key)
    {
        var merged = new JsonArray();
        var (left, right) = (0, 0);
        while (left < others.Count && right < named.Count)
        {
            var leftBefore = before.IndexOf(Identity(others[left], key));
            var rightBefore = before.IndexOf(Identity(named[right], key));
            var takesLeft = leftBefore >= 0 && rightBefore >= 0 && leftBefore < rightBefore;
            merged.Add(takesLeft ? others[left++] : named[right++]);
        }

        foreach (var item in others[left..].Concat(named[right..]))
        {
            merged.Add(item);
        }

        return merged;
    }

    private static string Identity(JsonNode? item, string? key) =>
        (key is null ? item : item.Find(key))?.ToJsonString() ?? "";
}
