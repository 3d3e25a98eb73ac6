namespace SreGym.Problems.Baselines;

/// <summary>What became of an object.</summary>
public enum DifferenceKind
{
    Added,
    Removed,
    Changed,
}
