using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using k8s;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using SreGym.Contracts.Cluster.V1;
using SreGym.ServiceDefaults;
using SreGym.TestingHost;

namespace SreGym.Cluster.Tests;

/// <summary>The service as a process runs it, on ports of its own.</summary>
public sealed class ClusterServiceFixture : IAsyncLifetime
{
    private const string HarnessToken = "harness-token-0123456789";

    private WebApplication? _app;
    private GrpcChannel? _channel;

    internal ClusterService.ClusterServiceClient Clusters { get; private set; } = null!;

    internal ClusterService.ClusterServiceClient Anonymous { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
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
        builder.AddCluster();
        _app = builder.Build();
        _app.MapDefaultEndpoints();
        _app.MapCluster();
        await _app.StartAsync();
        _channel = GrpcChannel.ForAddress($"http://127.0.0.1:{grpc}");
        Anonymous = new ClusterService.ClusterServiceClient(_channel);
        Clusters = new ClusterService.ClusterServiceClient(_channel.Intercept(metadata =>
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
    }

    internal async Task<ClusterDetails> CreateAsync(string id, long seed = 1) =>
        (await Clusters.CreateClusterAsync(new CreateClusterRequest { ClusterId = id, Seed = seed })).Cluster;

    /// <summary>The official client, with what the kubeconfig says.</summary>
    internal static Kubernetes Connect(ClusterDetails cluster) => new(Read(cluster.Kubeconfig));

    /// <summary>Plain HTTP below the cluster's address; with the administrator's token unless another one is given.</summary>
    internal static HttpClient ConnectPlainly(ClusterDetails cluster, string? token = "")
    {
        var config = Read(cluster.Kubeconfig);
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(config.SslCaCerts);
        var client = new HttpClient(new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy } })
        {
            BaseAddress = new Uri(config.Host + "/"),
        };
        var presented = token is "" ? config.AccessToken : token;
        client.DefaultRequestHeaders.Authorization = presented is null ? null : new AuthenticationHeaderValue("Bearer", presented);
        return client;
    }

    private static KubernetesClientConfiguration Read(string kubeconfig)
    {
        using var yaml = new MemoryStream(Encoding.UTF8.GetBytes(kubeconfig));
        return KubernetesClientConfiguration.BuildConfigFromConfigFile(yaml);
    }
}
