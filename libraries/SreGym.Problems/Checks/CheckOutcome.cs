namespace SreGym.Problems.Checks;

/// <summary>What a check found.</summary>
/// <param name="Passed">The verdict.</param>
/// <param name="Reason">One sentence that says why.</param>
/// <param name="Evidence">What was seen.</param>
public sealed record CheckOutcome(bool Passed, string Reason, IReadOnlyList<CheckEvidence> Evidence)
{
    /// <summary>A check that passed.</summary>
    public static CheckOutcome Pass(string reason, params IReadOnlyList<CheckEvidence> evidence) => new(true, reason, evidence);

    /// <summary>A check that failed.</summary>
    public static CheckOutcome Fail(string reason, params IReadOnlyList<CheckEvidence> evidence) => new(false, reason, evidence);
}
