namespace SreGym.Conductor.Reports;

/// <summary>Whether a way around a repair was closed; if not, why.</summary>
internal sealed record ReportedLock(string Name, bool Locked, string Detail);
