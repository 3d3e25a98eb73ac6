namespace SreGym.Conductor.Episodes;

/// <summary>How a stage ended.</summary>
internal enum StageOutcome
{
    Completed,
    Failed,
    Cancelled,
}
