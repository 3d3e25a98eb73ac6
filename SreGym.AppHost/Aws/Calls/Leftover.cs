namespace SreGym.AppHost.Aws.Calls;

/// <summary>Something that carries the tags of a target cluster.</summary>
internal sealed record Leftover(string Id, string Stack);
