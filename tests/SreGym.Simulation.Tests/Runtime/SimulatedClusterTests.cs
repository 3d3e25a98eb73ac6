using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using SreGym.Simulation.Json;
using SreGym.Simulation.Runtime;
using SreGym.Simulation.Storage;
using SreGym.TestingHost.Clusters;
using SreGym.TestingHost.Registries;

namespace SreGym.Simulation.Tests.Runtime;

public sealed class SimulatedClusterTests
{
    [Fact]
    public async Task Deployment_PublicImage_BecomesAvailable()
    {
        await using var registry = await RegistryServer.StartAsync();
        var time = new FakeTimeProvider(DateTimeOffset.Parse("2026-01-01T00:00:00Z", null));
        await using var cluster = new SimulatedCluster(new ClusterOptions
        {
            Id = "c1",
            Seed = 1,
            TimeProvider = time,
            RegistryAddress = registry.Address,
            Registries = new ServedRegistries(registry.Hosts),
            PullPatience = TimeSpan.FromMinutes(1),
        });
        cluster.Start();
        cluster.Api.Create(ResourceTypes.Deployments, "default", Deployment("geo", "ghcr.io/sregym/hotel-reservation:latest"));

        await cluster.AdvanceAsync(time, TimeSpan.FromSeconds(5));

        var deployment = cluster.Api.Find(ResourceTypes.Deployments, "default", "geo")!.Parse();
        Assert.Equal(2, deployment.FindNumber("status", "availableReplicas"));
    }

    private static JsonObject Deployment(string name, string image) => JsonNode.Parse($$"""
        {
          "metadata": { "name": "{{name}}", "labels": { "app": "{{name}}" } },
          "spec": {
            "replicas": 2,
            "selector": { "matchLabels": { "app": "{{name}}" } },
            "template": {
              "metadata": { "labels": { "app": "{{name}}" } },
              "spec": { "containers": [{ "name": "{{name}}", "image": "{{image}}", "command": ["{{name}}"] }] }
            }
          }
        }
        """)!.AsObject();
}
