using System.Text.Json.Nodes;

namespace SreGym.Problems.Baselines;

/// <summary>The healthy state: every object that somebody asked for, normalised, by its key (<c>Kind namespace/name</c>).</summary>
public sealed record Baseline(IReadOnlyDictionary<string, JsonObject> Objects)
{
    /// <summary>Requests that the application answered, by key.</summary>
    public IReadOnlyList<string> AnsweredRequests { get; init; } = [];

    /// <summary>The objects of a kind in a namespace.</summary>
    public IEnumerable<JsonObject> List(string kind, string @namespace) => Objects.Values.Where(found =>
        (string?)found["kind"] == kind && (string?)found["metadata"]?["namespace"] == @namespace);
}
