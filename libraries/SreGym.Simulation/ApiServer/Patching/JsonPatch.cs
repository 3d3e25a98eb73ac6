using System.Globalization;
using System.Text.Json.Nodes;
using SreGym.Simulation.Json;

namespace SreGym.Simulation.ApiServer.Patching;

/// <summary>RFC 6902.</summary>
internal static class JsonPatch
{
    private const int MostOperations = 10000;

    public static JsonObject Apply(JsonObject target, JsonArray operations)
    {
        if (operations.Count > MostOperations)
        {
            throw new ApiStatusException(new ApiStatus
            {
                Code = 413,
                Reason = "RequestEntityTooLarge",
                Message = $"The allowed maximum operations in a JSON patch is {MostOperations}, got {operations.Count}",
            });
        }

        var root = target;
        foreach (var operation in operations)
        {
            Apply(root, operation);
        }

        return root;
    }

    private static void Apply(JsonObject root, JsonNode? operation)
    {
        var path = Pointer(operation.FindText("path"));
        switch (operation.FindText("op"))
        {
            case "add":
                Add(root, path, Value(operation));
                break;
            case "remove":
                Remove(root, path);
                break;
            case "replace":
                Remove(root, path);
                Add(root, path, Value(operation));
                break;
            case "move":
                Add(root, path, Remove(root, Pointer(operation.FindText("from"))));
                break;
            case "copy":
                Add(root, path, Get(root, Pointer(operation.FindText("from")))?.DeepClone());
                break;
            case "test":
                if (!JsonNode.DeepEquals(Find(root, path), Value(operation)))
                {
                    throw Refuse();
                }

                break;
            default:
                throw ApiErrors.BadRequest($"error decoding patch: unexpected operation kind: {operation.FindText("op")}");
        }
    }

    private static JsonNode? Value(JsonNode? operation) => operation!["value"]?.DeepClone();

    private static string[] Pointer(string? path) => path switch
    {
        null => throw Refuse(),
        "" => throw Refuse(),
        _ when path[0] != '/' => throw Refuse(),
        _ => [.. path[1..].Split('/').Select(part =>
            part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))],
    };

    private static void Add(JsonObject root, string[] path, JsonNode? value)
    {
        switch (Get(root, path[..^1]))
        {
            case JsonObject map:
                map[path[^1]] = value;
                break;
            case JsonArray list when path[^1] == "-":
                list.Add(value);
                break;
            case JsonArray list:
                list.Insert(Index(path[^1], list.Count), value);
                break;
            default:
                throw Refuse();
        }
    }

    private static JsonNode? Remove(JsonObject root, string[] path)
    {
        switch (Get(root, path[..^1]))
        {
            case JsonObject map when map.TryGetPropertyValue(path[^1], out var removed):
                map.Remove(path[^1]);
                return removed;
            case JsonArray list:
                var index = Index(path[^1], list.Count - 1);
                var item = list[index];
                list.RemoveAt(index);
                return item;
            default:
                throw Refuse();
        }
    }

    private static JsonNode? Get(JsonObject root, string[] path) =>
        TryFind(root, path, out var found) ? found : throw Refuse();

    private static JsonNode? Find(JsonObject root, string[] path) => TryFind(root, path, out var found) ? found : null;

    private static bool TryFind(JsonObject root, string[] path, out JsonNode? found)
    {
        found = root;
        foreach (var part in path)
        {
            switch (found)
            {
                case JsonObject map when map.TryGetPropertyValue(part, out found):
                    break;
                case JsonArray list when int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                    && index < list.Count:
                    found = list[index];
                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    private static int Index(string part, int largest) =>
        int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index <= largest ? index : throw Refuse();

    // The API server gives no reason for a patch that does not fit (recorded on 1.20 and 1.36).
    private static ApiStatusException Refuse() => new(new ApiStatus
    {
        Code = 422,
        Reason = "Invalid",
        Message = "the server rejected our request due to an error in our request",
        EmptyDetails = true,
    });
}
