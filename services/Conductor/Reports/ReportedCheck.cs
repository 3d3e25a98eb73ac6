namespace SreGym.Conductor.Reports;

/// <summary>One observation of the repaired subject.</summary>
internal sealed record ReportedCheck(string Name, string Verdict, string Reason, double Seconds, IReadOnlyList<ReportedEvidence> Evidence);
