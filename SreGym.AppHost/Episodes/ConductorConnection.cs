using Grpc.Core;
using Grpc.Net.Client;
using SreGym.Contracts.Conductor.V1;

namespace SreGym.AppHost.Episodes;

/// <summary>The conductor's gRPC endpoint, with the harness token.</summary>
internal sealed class ConductorConnection(EndpointReference endpoint, ParameterResource token) : IDisposable
{
    private GrpcChannel? _channel;

    /// <summary>A client for the conductor; its endpoint must have been allocated.</summary>
    public ConductorService.ConductorServiceClient Connect()
    {
        _channel ??= GrpcChannel.ForAddress(endpoint.Url, new GrpcChannelOptions
        {
            UnsafeUseInsecureChannelCallCredentials = true,
            Credentials = ChannelCredentials.Create(ChannelCredentials.Insecure, CallCredentials.FromInterceptor(PresentTokenAsync)),
        });
        return new ConductorService.ConductorServiceClient(_channel);
    }

    public void Dispose() => _channel?.Dispose();

    private async Task PresentTokenAsync(AuthInterceptorContext context, Metadata metadata) =>
        metadata.Add("authorization", $"Bearer {await token.GetValueAsync(context.CancellationToken)}");
}
