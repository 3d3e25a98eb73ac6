using System.Text.Json.Nodes;

namespace SreGym.Problems.Subjects;

/// <summary>Objects of one kind, each with its apiVersion and kind, and the version to watch from.</summary>
public sealed record ObjectList(IReadOnlyList<JsonObject> Items, string ResourceVersion);
