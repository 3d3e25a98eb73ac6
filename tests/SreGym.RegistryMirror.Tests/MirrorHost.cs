using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using SreGym.Contracts.RegistryMirror.V1;
using SreGym.Oci.Client;
using SreGym.ServiceDefaults;
using SreGym.TestingHost;

namespace SreGym.RegistryMirror.Tests;

/// <summary>The service as a process runs it, on ports of its own.</summary>
public sealed class MirrorHost : IAsyncLifetime
{
    private const string HarnessToken = "harness-token-0123456789";

    private WebApplication? _app;
    private GrpcChannel? _channel;

    internal Uri Registry { get; private set; } = null!;

    internal HttpMessageInvoker Http { get; } = RegistryTransport.Create();

    internal RegistryMirrorService.RegistryMirrorServiceClient Mirror { get; private set; } = null!;

    internal EmbeddedRegistryService.EmbeddedRegistryServiceClient Embedded { get; private set; } = null!;

    internal RegistryMirrorService.RegistryMirrorServiceClient Stranger { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var (grpc, registry) = (LoopbackPort.FindFree(), LoopbackPort.FindFree());
        Registry = new Uri($"http://127.0.0.1:{registry}");
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Harness:Token"] = HarnessToken,
            ["GRPC_PORT"] = $"{grpc}",
            ["REGISTRY_PORT"] = $"{registry}",
        });
        builder.WebHost.UseUrls($"http://127.0.0.1:{grpc}", $"http://127.0.0.1:{registry}");
        builder.AddServiceDefaults();
        builder.AddRegistryMirror();
        _app = builder.Build();
        _app.MapDefaultEndpoints();
        _app.MapRegistryMirror();
        await _app.StartAsync();
        _channel = GrpcChannel.ForAddress($"http://127.0.0.1:{grpc}");
        var harness = _channel.Intercept(metadata =>
        {
            metadata.Add("authorization", $"Bearer {HarnessToken}");
            return metadata;
        });
        Mirror = new RegistryMirrorService.RegistryMirrorServiceClient(harness);
        Embedded = new EmbeddedRegistryService.EmbeddedRegistryServiceClient(harness);
        Stranger = new RegistryMirrorService.RegistryMirrorServiceClient(_channel);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        _channel?.Dispose();
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }
}
