namespace SreGym.Conductor.Reports;

/// <summary>report.json (docs/report.md). Fields are added, never renamed or removed, within one schema version.</summary>
internal sealed record EpisodeReport
{
    public const string CurrentSchema = "sregym.report/1";

    public string Schema { get; init; } = CurrentSchema;

    public required ReportedEpisode Episode { get; init; }

    public required ReportedVerdicts Verdicts { get; init; }

    public required ReportedTimes Times { get; init; }

    public required IReadOnlyList<ReportedStage> Stages { get; init; }

    public required IReadOnlyList<ReportedSubmission> Submissions { get; init; }

    public required ReportedDiagnosis? Diagnosis { get; init; }

    public required IReadOnlyList<ReportedCheck> Checks { get; init; }

    public required IReadOnlyList<ReportedImage> Images { get; init; }

    public required IReadOnlyList<ReportedLock> Locks { get; init; }

    public required IReadOnlyList<ReportedCall> Calls { get; init; }

    public required IReadOnlyList<ReportedEvent> Events { get; init; }

    public required IReadOnlyList<ReportedWorkload> Workload { get; init; }

    public required ReportedRecovery Recovery { get; init; }
}
