namespace SreGym.Conductor.Reports;

/// <summary>An event of the subject, and the stage it happened in.</summary>
internal sealed record ReportedEvent(
    DateTimeOffset Time,
    string Stage,
    string Type,
    string Reason,
    string Namespace,
    string Kind,
    string Name,
    string Message,
    int Count,
    string Source);
