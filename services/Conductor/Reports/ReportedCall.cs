namespace SreGym.Conductor.Reports;

/// <summary>One of the participant's calls to the API server.</summary>
internal sealed record ReportedCall(
    DateTimeOffset Time,
    double Seconds,
    string Verb,
    string Group,
    string Resource,
    string Namespace,
    string Name,
    int Status,
    string UserAgent);
