namespace SreGym.Conductor.Reports;

/// <summary>Moments and what lies between them. Durations are seconds; neither contains grading.</summary>
internal sealed record ReportedTimes(
    DateTimeOffset? FaultInjected,
    DateTimeOffset? FaultVisible,
    DateTimeOffset? FirstRelevantRead,
    DateTimeOffset? DiagnosisSubmitted,
    DateTimeOffset? DiagnosisGraded,
    DateTimeOffset? RepairEffective,
    DateTimeOffset? MitigationSubmitted,
    DateTimeOffset? GradingFinished,
    double? TimeToDetectSeconds,
    double? TimeToDiagnoseSeconds,
    double? TimeToRepairSeconds,
    double? TimeToMitigateSeconds);
