namespace SreGym.Conductor.Reports;

/// <summary>How the diagnosis was graded.</summary>
internal sealed record ReportedDiagnosis(string Verdict, double Score, double Threshold, IReadOnlyList<ReportedRubricItem> Items);
