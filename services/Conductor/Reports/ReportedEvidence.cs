namespace SreGym.Conductor.Reports;

/// <summary>What a check saw.</summary>
internal sealed record ReportedEvidence(string Key, string Value);
