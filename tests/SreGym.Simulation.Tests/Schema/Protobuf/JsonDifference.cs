using System.Text.Json.Nodes;

namespace SreGym.Simulation.Tests.Schema.Protobuf;

/// <summary>Says where two JSON documents differ first.</summary>
internal static class JsonDifference
{
    public static string First(JsonNode? expected, JsonNode? actual) =>
        Find(expected, actual, "$") ?? "no difference";

    private static string? Find(JsonNode? expected, JsonNode? actual, string path)
    {
        if (expected is JsonObject left && actual is JsonObject right)
        {
            return left.Select(p => p.Key).Union(right.Select(p => p.Key))
                .Select(key => Find(left[key], right[key], $"{path}.{key}")).FirstOrDefault(found => found is not null);
        }

        if (expected is JsonArray ours && actual is JsonArray theirs && ours.Count == theirs.Count)
        {
            return Enumerable.Range(0, ours.Count)
                .Select(i => Find(ours[i], theirs[i], $"{path}[{i}]")).FirstOrDefault(found => found is not null);
        }

        return JsonNode.DeepEquals(expected, actual) ? null : $"{path}: expected {expected?.ToJsonString()}, got {actual?.ToJsonString()}";
    }
}
