namespace SreGym.Conductor.Reports;

/// <summary>Whether everything was given back.</summary>
internal sealed record ReportedRecovery(bool Complete, IReadOnlyList<string> Leftovers);
