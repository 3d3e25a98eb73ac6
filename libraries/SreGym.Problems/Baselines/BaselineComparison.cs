using System.Globalization;
using System.Text.Json.Nodes;

namespace SreGym.Problems.Baselines;

/// <summary>Finds every difference between two states of a subject.</summary>
public static class BaselineComparison
{
    /// <summary>What is different now, in the order of the objects' keys.</summary>
    public static IEnumerable<Difference> Compare(Baseline before, Baseline now)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(now);
        foreach (var key in before.Objects.Keys.Union(now.Objects.Keys).Order(StringComparer.Ordinal))
        {
            var then = before.Objects.GetValueOrDefault(key);
            var found = now.Objects.GetValueOrDefault(key);
            if (found is null)
            {
                yield return new Difference(DifferenceKind.Removed, key, then!, [], then, null);
            }
            else if (then is null)
            {
                yield return new Difference(DifferenceKind.Added, key, found, [], null, found);
            }
            else
            {
                foreach (var (path, old, current) in CompareNodes([], then, found))
                {
                    yield return new Difference(DifferenceKind.Changed, key, found, path, old, current);
                }
            }
        }
    }

    private static IEnumerable<(string[] Path, JsonNode? Before, JsonNode? After)> CompareNodes(string[] path, JsonNode? before, JsonNode? now)
    {
        switch (before, now)
        {
            case (JsonObject old, JsonObject current):
                return old.Select(field => field.Key).Union(current.Select(field => field.Key)).Order(StringComparer.Ordinal)
                    .SelectMany(name => CompareNodes([.. path, name], old[name], current[name]));
            case (JsonArray old, JsonArray current) when old.Count == current.Count:
                return Enumerable.Range(0, old.Count).SelectMany(
                    index => CompareNodes([.. path, index.ToString(CultureInfo.InvariantCulture)], old[index], current[index]));
            default:
                return JsonNode.DeepEquals(before, now) ? [] : [(path, before, now)];
        }
    }
}
