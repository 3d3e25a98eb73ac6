namespace SreGym.Problems.Faults;

/// <summary>How far a step is.</summary>
public enum StepStatus
{
    Started,
    Progress,
    Completed,
    Skipped,
    Failed,
}
