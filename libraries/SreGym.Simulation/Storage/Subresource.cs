namespace SreGym.Simulation.Storage;

/// <summary>A part of an object with a path of its own, e.g. <c>pods/log</c>.</summary>
/// <param name="Name">Last path segment.</param>
/// <param name="Kind">Kind it answers with.</param>
/// <param name="Verbs">Verbs in alphabetical order.</param>
/// <param name="Group">Group of the kind where it differs from the resource's.</param>
/// <param name="Version">Version of the kind where it differs from the resource's.</param>
public sealed record Subresource(string Name, string Kind, IReadOnlyList<string> Verbs, string Group = "", string Version = "");
