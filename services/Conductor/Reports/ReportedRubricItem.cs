namespace SreGym.Conductor.Reports;

/// <summary>One line of the rubric.</summary>
internal sealed record ReportedRubricItem(string Name, double Weight, double Score, string Reason);
