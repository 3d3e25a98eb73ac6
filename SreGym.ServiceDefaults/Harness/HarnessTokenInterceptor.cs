using Grpc.Core;
using Grpc.Core.Interceptors;
using SreGym.ServiceDefaults.Errors;

namespace SreGym.ServiceDefaults.Harness;

/// <summary>Lets only holders of the harness token call the services; health stays open.</summary>
internal sealed class HarnessTokenInterceptor(HarnessTokenVerifier verifier) : Interceptor
{
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        Demand(context);
        return continuation(request, context);
    }

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Demand(context);
        return continuation(request, responseStream, context);
    }

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Demand(context);
        return continuation(requestStream, responseStream, context);
    }

    private void Demand(ServerCallContext context)
    {
        if (context.Method.StartsWith("/grpc.health.", StringComparison.Ordinal))
        {
            return;
        }

        var reason = verifier.Refuse(context.RequestHeaders.GetValue("authorization"));
        if (reason is not null)
        {
            throw RpcErrors.Create(StatusCode.Unauthenticated, reason, "This endpoint needs the harness token: send 'authorization: Bearer <token>'.");
        }
    }
}
