namespace SreGym.Oci.Mirroring;

/// <summary>Something was tried as often as is allowed. It is not tried again further out.</summary>
/// <param name="attempts">How often.</param>
/// <param name="inner">Why the last attempt failed.</param>
/// <param name="where">What the message of <paramref name="inner"/> is about, when it does not say so; null when it does.</param>
internal sealed class AttemptsExhaustedException(int attempts, Exception inner, string? where = null)
    : IOException($"{(where is null ? "" : where + ": ")}{inner.Message.TrimEnd('.')}. Given up after {attempts} {(attempts == 1 ? "attempt" : "attempts")}.", inner);
