namespace SreGym.Conductor.Observation;

/// <summary>A call of the participant to the subject's API server, as the Gateway audited it.</summary>
internal sealed record ParticipantCall(
    DateTimeOffset Time,
    TimeSpan Duration,
    string Verb,
    string Group,
    string Resource,
    string Namespace,
    string Name,
    int Status,
    string UserAgent)
{
    private static readonly HashSet<string> s_reading = ["get", "list", "watch"];
    private static readonly HashSet<string> s_showing =
        ["pods", "pods/status", "events", "deployments", "deployments/status", "replicasets", "secrets", "serviceaccounts"];

    /// <summary>True when the answer can show the fault: a successful read of what it touches, in the application's namespace.</summary>
    public bool IsRelevantRead(string applicationNamespace) =>
        Status is >= 200 and < 300
        && s_reading.Contains(Verb)
        && s_showing.Contains(Resource)
        && (Namespace.Length == 0 || Namespace == applicationNamespace);
}
