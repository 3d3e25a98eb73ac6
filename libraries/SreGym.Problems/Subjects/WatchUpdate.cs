using System.Text.Json.Nodes;

namespace SreGym.Problems.Subjects;

/// <summary>One line of a watch: <c>ADDED</c>, <c>MODIFIED</c>, <c>DELETED</c>, <c>BOOKMARK</c> or <c>ERROR</c>.</summary>
public sealed record WatchUpdate(string Type, JsonObject Item);
