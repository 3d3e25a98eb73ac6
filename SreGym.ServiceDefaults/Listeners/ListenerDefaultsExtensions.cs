using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace SreGym.ServiceDefaults.Listeners;

/// <summary>
/// A cleartext port speaks one protocol only, so that HTTP/1.1 probes and gRPC both work:
/// the port named by <c>GRPC_PORT</c> speaks HTTP/2 (prior knowledge), every other one HTTP/1.1.
/// </summary>
internal static class ListenerDefaultsExtensions
{
    private const string GrpcPort = "GRPC_PORT";

    public static void AddListenerDefaults(this WebApplicationBuilder builder)
    {
        var grpcPort = int.TryParse(builder.Configuration[GrpcPort], out var port) ? port : 0;
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ConfigureEndpointDefaults(listener => listener.Protocols = IsGrpc(listener, grpcPort)
                ? HttpProtocols.Http2
                : HttpProtocols.Http1AndHttp2);
        });
    }

    private static bool IsGrpc(ListenOptions listener, int grpcPort) =>
        grpcPort > 0 && listener.EndPoint is IPEndPoint address && address.Port == grpcPort;
}
