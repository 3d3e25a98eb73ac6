namespace SreGym.Problems.Baselines;

/// <summary>A difference to the baseline that a legitimate repair makes.</summary>
/// <param name="Description">Which, and why it is no damage.</param>
/// <param name="Covers">True for such a difference, given the targeted Deployments and the state now.</param>
public sealed record AllowedDifference(string Description, Func<Difference, IReadOnlyList<string>, Baseline, bool> Covers);
