using System.Net;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using SreGym.ServiceDefaults;

namespace SreGym.IncidentHost;

/// <summary>One service as its process runs it, inside the test process and on ports of its own.</summary>
internal sealed class HostedService : IAsyncDisposable
{
    public const string HarnessToken = "harness-token-0123456789";

    private readonly WebApplication _app;
    private readonly GrpcChannel _channel;

    private HostedService(WebApplication app, GrpcChannel channel)
    {
        _app = app;
        _channel = channel;
    }

    /// <summary>Calls with the harness token.</summary>
    public CallInvoker Calls => _channel.Intercept(metadata =>
    {
        metadata.Add("authorization", $"Bearer {HarnessToken}");
        return metadata;
    });

    public static async Task<HostedService> StartAsync(
        int grpcPort,
        IEnumerable<Uri> listeners,
        IEnumerable<KeyValuePair<string, string?>> settings,
        Action<WebApplicationBuilder> add,
        Action<WebApplication> map)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Configuration.AddInMemoryCollection(
            [KeyValuePair.Create("Harness:Token", (string?)HarnessToken), KeyValuePair.Create("GRPC_PORT", (string?)$"{grpcPort}")]);
        builder.WebHost.UseUrls([$"http://{IPAddress.Loopback}:{grpcPort}", .. listeners.Select(listener => listener.AbsoluteUri)]);
        builder.AddServiceDefaults();
        add(builder);
        var app = builder.Build();
        app.MapDefaultEndpoints();
        map(app);
        await app.StartAsync();
        return new HostedService(app, GrpcChannel.ForAddress($"http://{IPAddress.Loopback}:{grpcPort}"));
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _app.DisposeAsync();
    }
}
