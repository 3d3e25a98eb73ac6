using System.Text.Json.Nodes;
using SreGym.Problems.Subjects;

namespace SreGym.Problems.Baselines;

/// <summary>One difference between baseline and now: an object, or one field of an object that is in both.</summary>
/// <param name="Kind">What became of it.</param>
/// <param name="Key">The object's key in the baseline's form.</param>
/// <param name="Item">The object as it is now; as it was when it is removed.</param>
/// <param name="Path">Path of the field; empty for a whole object.</param>
/// <param name="Before">The value then.</param>
/// <param name="After">The value now.</param>
public sealed record Difference(
    DifferenceKind Kind, string Key, JsonObject Item, IReadOnlyList<string> Path, JsonNode? Before, JsonNode? After)
{
    /// <summary>The object's kind.</summary>
    public string ObjectKind => Item.Text("kind") ?? "";

    /// <summary>The object's namespace; null for cluster-scoped ones.</summary>
    public string? Namespace => Item.Text("metadata", "namespace");

    /// <summary>True when the field is, or is below, the path given.</summary>
    public bool IsBelow(params ReadOnlySpan<string> path)
    {
        if (Path.Count < path.Length)
        {
            return false;
        }

        for (var index = 0; index < path.Length; index++)
        {
            if (Path[index] != path[index])
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc />
    public override string ToString() => Kind switch
    {
        DifferenceKind.Added => $"{Key} was added",
        DifferenceKind.Removed => $"{Key} was removed",
        _ => $"{Key}: {string.Join('.', Path)} was {Show(Before)}, is {Show(After)}",
    };

    private static string Show(JsonNode? value)
    {
        var text = value?.ToJsonString() ?? "unset";
        return text.Length <= 120 ? text : text[..117] + "...";
    }
}
