using Grpc.Core;

namespace SreGym.Contracts;

/// <summary>
/// A call that cannot be carried out, in words for the caller: what was wrong, with which value, and what to do.
/// One interceptor turns it into a gRPC status with a google.rpc.ErrorInfo.
/// </summary>
public sealed class SreGymException(StatusCode status, string reason, string message, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>The gRPC status the caller sees.</summary>
    public StatusCode Status { get; } = status;

    /// <summary>One of <see cref="ErrorReasons"/>.</summary>
    public string Reason { get; } = reason;
}
