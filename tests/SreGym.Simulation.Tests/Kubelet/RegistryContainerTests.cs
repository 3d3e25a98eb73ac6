using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using SreGym.Oci.Client;
using SreGym.Simulation.Runtime;
using SreGym.Simulation.Storage;
using SreGym.TestingHost.Clusters;
using SreGym.TestingHost.Registries;

namespace SreGym.Simulation.Tests.Kubelet;

public sealed class RegistryContainerTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly HttpMessageInvoker _http = RegistryTransport.Create();
    private RegistryServer? _server;
    private SimulatedCluster? _cluster;

    private SimulatedCluster Cluster => _cluster!;

    public async ValueTask InitializeAsync()
    {
        _server = await RegistryServer.StartAsync();
        _cluster = new SimulatedCluster(new ClusterOptions
        {
            Id = "c1",
            TimeProvider = _time,
            RegistryAddress = _server.Address,
            Registries = new ServedRegistries(_server.Hosts),
            PullPatience = TimeSpan.FromMinutes(1),
        });
        _cluster.Start();
        _cluster.Api.Create(ResourceTypes.Namespaces, null, new JsonObject { ["metadata"] = new JsonObject { ["name"] = "platform-registry" } });
        _cluster.Api.Create(ResourceTypes.Secrets, "platform-registry", new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "registry-htpasswd" },
            ["data"] = new JsonObject { ["htpasswd"] = Htpasswd("first") },
        });
        _cluster.Api.Create(ResourceTypes.Deployments, "platform-registry", JsonNode.Parse("""
            { "metadata": { "name": "registry" }, "spec": { "selector": { "matchLabels": { "app": "registry" } }, "template": {
              "metadata": { "labels": { "app": "registry" } }, "spec": {
                "containers": [{ "name": "registry", "image": "registry:2", "ports": [{ "containerPort": 5000 }],
                  "env": [{ "name": "REGISTRY_AUTH", "value": "htpasswd" }, { "name": "REGISTRY_AUTH_HTPASSWD_PATH", "value": "/auth/htpasswd" }],
                  "volumeMounts": [{ "name": "auth", "mountPath": "/auth" }] }],
                "volumes": [{ "name": "auth", "secret": { "secretName": "registry-htpasswd" } }] } } } }
            """)!.AsObject());
        await _cluster.AdvanceAsync(_time, TimeSpan.FromSeconds(5));
    }

    public async ValueTask DisposeAsync()
    {
        await Cluster.DisposeAsync();
        await _server!.DisposeAsync();
        _http.Dispose();
    }

    [Fact]
    public async Task Registry_Running_AcceptsTheMountedPassword()
    {
        Assert.Equal(200, await PingAsync("first"));
        Assert.Equal(401, await PingAsync("second"));
        Assert.Equal(401, await PingAsync(null));
    }

    [Fact]
    public async Task Registry_SecretChangedAndPodRestarted_AcceptsTheNewPassword()
    {
        Cluster.Api.Mutate(ResourceTypes.Secrets, "platform-registry", "registry-htpasswd", secret => secret["data"]!["htpasswd"] = Htpasswd("second"));
        Assert.Equal(200, await PingAsync("first"));

        Cluster.Api.Delete(ResourceTypes.Pods, "platform-registry", Pod().Name);
        await Cluster.AdvanceAsync(_time, TimeSpan.FromSeconds(10));

        Assert.Equal(401, await PingAsync("first"));
        Assert.Equal(200, await PingAsync("second"));
    }

    private StoredObject Pod() => Cluster.Api.List(ResourceTypes.Pods, "platform-registry").Single();

    private async Task<int> PingAsync(string? password)
    {
        var client = new RegistryClient(
            _http, new RegistryEndpoint(_server!.Address, $"{Pod().Uid}.c1"), password is null ? null : new RegistryCredentials("admin", password));
        return (int)(await client.PingAsync(TestContext.Current.CancellationToken)).Status;
    }

    private static string Htpasswd(string password) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"admin:{BCrypt.Net.BCrypt.HashPassword(password, 4)}\n"));
}
