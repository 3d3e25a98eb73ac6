using System.Globalization;
using System.Text.Json.Nodes;

namespace SreGym.Problems.Subjects;

/// <summary>Reads values out of Kubernetes objects by path.</summary>
public static class JsonObjectExtensions
{
    /// <summary>The node at the path; null when any step is missing.</summary>
    public static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var step in path)
        {
            node = node is JsonObject parent ? parent[step] : null;
        }

        return node;
    }

    /// <summary>The text at the path; null when missing or not text.</summary>
    public static string? Text(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>The number at the path; 0 when missing, as Kubernetes omits zeros.</summary>
    public static long Number(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.TryGetValue<long>(out var number) ? number : 0;

    /// <summary>The objects of the list at the path; none when missing.</summary>
    public static IEnumerable<JsonObject> Items(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonArray array ? array.OfType<JsonObject>() : [];

    /// <summary>The RFC 3339 time at the path; null when missing.</summary>
    public static DateTimeOffset? Time(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.Text(path) is { } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture) : null;

    /// <summary>The names in a list of <c>{name: …}</c>, e.g. <c>imagePullSecrets</c>.</summary>
    public static IReadOnlyList<string> Names(this JsonNode? node, params ReadOnlySpan<string> path) =>
        [.. node.Items(path).Select(item => item.Text("name")).OfType<string>()];

    /// <summary><c>metadata.name</c>.</summary>
    public static string Name(this JsonObject manifest) => manifest.Text("metadata", "name") ?? "";

    /// <summary>A copy that shares nothing with the original.</summary>
    public static JsonObject Copy(this JsonObject manifest) => (JsonObject)manifest.DeepClone();
}
