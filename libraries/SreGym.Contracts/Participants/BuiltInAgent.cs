namespace SreGym.Contracts.Participants;

/// <summary>A participant that comes with the repository.</summary>
/// <param name="Id">What <c>--agent</c> takes.</param>
/// <param name="Project">Assembly of its process; null when no process is started.</param>
/// <param name="Arguments">Arguments of that process.</param>
/// <param name="Description">One line for people.</param>
public sealed record BuiltInAgent(string Id, string? Project, IReadOnlyList<string> Arguments, string Description);
