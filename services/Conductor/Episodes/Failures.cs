using Grpc.Core;
using SreGym.Contracts;
using SreGym.ServiceDefaults.Errors;

namespace SreGym.Conductor.Episodes;

/// <summary>What went wrong, in words for the operator.</summary>
internal static class Failures
{
    public static string ReasonOf(Exception error) => error switch
    {
        SreGymException known => known.Reason,
        RpcException rpc => RpcErrors.FindReason(rpc) ?? rpc.StatusCode.ToString(),
        OperationCanceledException => ErrorReasons.NotReadyInTime,
        _ => error.GetType().Name,
    };

    public static string Describe(Exception error) => error switch
    {
        RpcException rpc => rpc.Status.Detail,
        OperationCanceledException => "It ran out of time.",
        _ => error.Message,
    };

    /// <summary>True when the error is the answer to our own cancellation, whichever side noticed it first.</summary>
    public static bool IsCancellation(Exception error) =>
        error is OperationCanceledException or RpcException { StatusCode: StatusCode.Cancelled };
}
