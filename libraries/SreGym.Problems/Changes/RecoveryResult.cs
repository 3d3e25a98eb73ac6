namespace SreGym.Problems.Changes;

/// <summary>What a recovery did.</summary>
/// <param name="Changes">Objects it had to touch.</param>
/// <param name="Leftovers">What it could not put right, object by object, with the remedy.</param>
public sealed record RecoveryResult(int Changes, IReadOnlyList<string> Leftovers);
