namespace SreGym.Oci.Registry;

/// <summary>What an <c>Authorization</c> header proves.</summary>
/// <param name="User">Whose it is; null when it proves nobody.</param>
/// <param name="RetryAfter">How long the client must wait before it may try again; null when it was tried.</param>
public readonly record struct AuthenticationResult(string? User, TimeSpan? RetryAfter = null);
