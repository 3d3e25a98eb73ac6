using System.Security.Authentication;
using Grpc.Core;
using Grpc.Core.Interceptors;
using SreGym.Contracts;

namespace SreGym.ServiceDefaults.Errors;

/// <summary>The one place where a domain exception becomes a gRPC status.</summary>
internal sealed class ErrorMappingInterceptor : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(request, context);
        }
        catch (Exception error) when (Map(error, context) is { } mapped)
        {
            throw mapped;
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(request, responseStream, context);
        }
        catch (Exception error) when (Map(error, context) is { } mapped)
        {
            throw mapped;
        }
    }

    private static RpcException? Map(Exception error, ServerCallContext context) => error switch
    {
        SreGymException known => RpcErrors.Create(known.Status, known.Reason, known.Message),
        OperationCanceledException when context.CancellationToken.IsCancellationRequested =>
            new RpcException(new Status(StatusCode.Cancelled, "The caller gave up.")),
        OperationCanceledException =>
            RpcErrors.Create(StatusCode.DeadlineExceeded, ErrorReasons.NotReadyInTime, "The operation ran out of time."),
        k8s.Autorest.HttpOperationException refused => RpcErrors.Create(
            StatusCode.FailedPrecondition,
            ErrorReasons.SubjectRefused,
            $"The subject's API server answered {(int)refused.Response.StatusCode}: {refused.Response.Content}"),
        HttpRequestException { InnerException: AuthenticationException } => RpcErrors.Create(
            StatusCode.Unavailable,
            ErrorReasons.SubjectUnreachable,
            "The subject's API server is another one: its certificate is not of the authority that the kubeconfig names."),
        HttpRequestException unreachable => RpcErrors.Create(
            StatusCode.Unavailable, ErrorReasons.SubjectUnreachable, $"A server could not be reached: {unreachable.Message}"),
        _ => null,
    };
}
