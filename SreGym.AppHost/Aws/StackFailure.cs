namespace SreGym.AppHost.Aws;

/// <summary>Why there is no cluster.</summary>
/// <param name="Kind">One word for it: the stack's status, or AWS's error code.</param>
/// <param name="Message">What happened, why, and what became of the stack.</param>
internal sealed record StackFailure(string Kind, string Message);
