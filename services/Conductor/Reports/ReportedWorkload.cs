namespace SreGym.Conductor.Reports;

/// <summary>What became of the users' requests to one endpoint during one stage.</summary>
internal sealed record ReportedWorkload(string Stage, string Endpoint, int Sent, int Answered, double SuccessRatio);
