namespace SreGym.Conductor.Reports;

/// <summary>One stage as it went: completed, failed or cancelled.</summary>
internal sealed record ReportedStage(string Name, DateTimeOffset StartedAt, DateTimeOffset EndedAt, double Seconds, string Outcome, string Error);
