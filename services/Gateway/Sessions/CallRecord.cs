using SreGym.Gateway.Forwarding;

namespace SreGym.Gateway.Sessions;

/// <summary>One call of the participant, as the audit keeps it: no headers but the user agent, no bodies.</summary>
internal sealed record CallRecord(
    DateTimeOffset Time, TimeSpan Duration, KubernetesRequest Request, int Status, string Path, string UserAgent);
