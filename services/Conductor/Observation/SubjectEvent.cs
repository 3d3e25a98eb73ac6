namespace SreGym.Conductor.Observation;

/// <summary>An event of the subject as a watch saw it.</summary>
internal sealed record SubjectEvent(
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
