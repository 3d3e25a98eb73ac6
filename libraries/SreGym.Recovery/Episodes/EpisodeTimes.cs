namespace SreGym.Recovery.Episodes;

/// <summary>The moments an episode is measured by, each kept apart from the others.</summary>
public sealed record EpisodeTimes
{
    public DateTimeOffset? FaultInjected { get; init; }

    public DateTimeOffset? FaultVisible { get; init; }

    /// <summary>The participant's first answered read of something that shows the fault.</summary>
    public DateTimeOffset? FirstRelevantRead { get; init; }

    public DateTimeOffset? DiagnosisSubmitted { get; init; }

    public DateTimeOffset? DiagnosisGraded { get; init; }

    /// <summary>When a watch saw the targeted workloads whole again, for good.</summary>
    public DateTimeOffset? RepairEffective { get; init; }

    public DateTimeOffset? MitigationSubmitted { get; init; }

    public DateTimeOffset? GradingFinished { get; init; }

    public TimeSpan? TimeToDetect => FirstRelevantRead - FaultVisible;

    public TimeSpan? TimeToDiagnose => DiagnosisSubmitted - FaultVisible;

    /// <summary>Without the time the participant had to wait for its diagnosis to be graded.</summary>
    public TimeSpan? TimeToMitigate => MitigationSubmitted - FaultVisible - ((DiagnosisGraded - DiagnosisSubmitted) ?? TimeSpan.Zero);

    public TimeSpan? TimeToRepair => RepairEffective - FaultVisible;
}
