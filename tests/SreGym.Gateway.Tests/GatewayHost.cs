using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using k8s;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using SreGym.Contracts.Gateway.V1;
using SreGym.ServiceDefaults;
using SreGym.TestingHost;

namespace SreGym.Gateway.Tests;

/// <summary>The gateway as a process runs it, on ports of its own, in front of a fake upstream.</summary>
public sealed class GatewayHost : IAsyncLifetime
{
    public const string ParticipantToken = "participant-token-0123456789";
    public const string UpstreamToken = "upstream-token";
    private const string HarnessToken = "harness-token-0123456789";

    private WebApplication? _app;
    private GrpcChannel? _channel;

    internal FakeApiServer Upstream { get; private set; } = null!;

    internal GatewayService.GatewayServiceClient Control { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Upstream = await FakeApiServer.StartAsync();
        var (grpc, https) = (LoopbackPort.FindFree(), LoopbackPort.FindFree());
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Harness:Token"] = HarnessToken,
            ["GRPC_PORT"] = $"{grpc}",
        });
        builder.WebHost.UseUrls($"http://127.0.0.1:{grpc}", $"https://127.0.0.1:{https}");
        builder.AddServiceDefaults();
        builder.AddGateway();
        _app = builder.Build();
        _app.MapDefaultEndpoints();
        _app.MapGateway();
        await _app.StartAsync();
        _channel = GrpcChannel.ForAddress($"http://127.0.0.1:{grpc}");
        Control = new GatewayService.GatewayServiceClient(_channel.Intercept(metadata =>
        {
            metadata.Add("authorization", $"Bearer {HarnessToken}");
            return metadata;
        }));
    }

    public async ValueTask DisposeAsync()
    {
        _channel?.Dispose();
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        await Upstream.DisposeAsync();
    }

    internal Task<OpenSessionResponse> OpenAsync(string id, string token = ParticipantToken, int burst = 0, string traceparent = "") =>
        Control.OpenSessionAsync(new OpenSessionRequest
        {
            SessionId = id,
            Server = Upstream.Address,
            UpstreamToken = UpstreamToken,
            ParticipantToken = token,
            Namespace = "hotel-reservation",
            Burst = burst,
            RequestsPerSecond = burst > 0 ? 0.001 : 0,
            Traceparent = traceparent,
        }).ResponseAsync;

    /// <summary>A client that trusts exactly what the kubeconfig names.</summary>
    internal static HttpClient Connect(OpenSessionResponse session, string? token = ParticipantToken)
    {
        using var yaml = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(session.Kubeconfig));
        var config = KubernetesClientConfiguration.BuildConfigFromConfigFile(yaml);
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(config.SslCaCerts);
        var client = new HttpClient(new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy },
        })
        {
            BaseAddress = new Uri(config.Host),
        };
        client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return client;
    }
}
