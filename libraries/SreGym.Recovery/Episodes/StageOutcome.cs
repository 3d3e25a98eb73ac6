namespace SreGym.Recovery.Episodes;

/// <summary>How a stage ended.</summary>
public enum StageOutcome
{
    Completed,
    Failed,
    Cancelled,
}
