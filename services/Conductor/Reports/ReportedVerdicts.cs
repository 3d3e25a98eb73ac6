namespace SreGym.Conductor.Reports;

/// <summary>pass, fail, or none where the run did not come that far.</summary>
internal sealed record ReportedVerdicts(string Diagnosis, string Mitigation);
