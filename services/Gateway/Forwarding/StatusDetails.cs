namespace SreGym.Gateway.Forwarding;

/// <summary>metav1.StatusDetails, as far as the door needs it.</summary>
internal sealed record StatusDetails(int RetryAfterSeconds);
