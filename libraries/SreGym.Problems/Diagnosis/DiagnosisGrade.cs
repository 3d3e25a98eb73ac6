namespace SreGym.Problems.Diagnosis;

/// <summary>How good a diagnosis is, and why.</summary>
public sealed record DiagnosisGrade(double Score, double Threshold, IReadOnlyList<GradedItem> Items)
{
    /// <summary>True when the diagnosis is right.</summary>
    public bool Passed => Score >= Threshold;
}
