using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using SreGym.Contracts;
using RpcStatus = Google.Rpc.Status;

namespace SreGym.ServiceDefaults.Errors;

/// <summary>Builds and reads gRPC errors that carry a google.rpc.ErrorInfo.</summary>
public static class RpcErrors
{
    /// <summary>An error with one of <see cref="ErrorReasons"/> and a message for the caller.</summary>
    public static RpcException Create(StatusCode code, string reason, string message) => new RpcStatus
    {
        Code = (int)code,
        Message = message,
        Details = { Any.Pack(new ErrorInfo { Domain = ErrorReasons.Domain, Reason = reason }) },
    }.ToRpcException();

    /// <summary>The reason an error carries; null when it carries none.</summary>
    public static string? FindReason(RpcException error) =>
        error.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason;
}
