namespace SreGym.Gateway.Forwarding;

/// <summary>metav1.Status, fields in the order an API server writes them.</summary>
internal sealed record ApiStatus(
    string Kind, string ApiVersion, object Metadata, string Status, string Message, string Reason, StatusDetails? Details, int Code);
