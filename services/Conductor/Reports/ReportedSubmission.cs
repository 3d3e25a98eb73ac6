namespace SreGym.Conductor.Reports;

/// <summary>What the participant handed in.</summary>
internal sealed record ReportedSubmission(string Stage, DateTimeOffset Time, string Text);
