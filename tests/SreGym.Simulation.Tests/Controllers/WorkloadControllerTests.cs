using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using SreGym.Simulation.Json;
using SreGym.Simulation.Runtime;
using SreGym.Simulation.Storage;
using SreGym.TestingHost.Clusters;
using SreGym.TestingHost.Registries;

namespace SreGym.Simulation.Tests.Controllers;

public sealed class WorkloadControllerTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private RegistryServer? _registry;
    private SimulatedCluster? _cluster;

    private SimulatedCluster Cluster => _cluster!;

    public async ValueTask InitializeAsync()
    {
        _registry = await RegistryServer.StartAsync();
        _cluster = new SimulatedCluster(new ClusterOptions
        {
            Id = "c1",
            Nodes = 2,
            TimeProvider = _time,
            RegistryAddress = _registry.Address,
            PullPatience = TimeSpan.FromMinutes(1),
        });
        _cluster.Start();
    }

    public async ValueTask DisposeAsync()
    {
        await Cluster.DisposeAsync();
        await _registry!.DisposeAsync();
    }

    [Fact]
    public async Task Job_CommandThatEnds_Completes()
    {
        Create(ResourceTypes.Jobs, """{ "template": { "spec": { "restartPolicy": "Never", "containers": [{ "name": "c", "image": "busybox:1.36", "command": ["sh", "-c", "echo done"] }] } } }""");

        await Cluster.AdvanceAsync(_time, TimeSpan.FromSeconds(10));

        var job = Cluster.Api.Find(ResourceTypes.Jobs, "default", "w")!.Parse();
        Assert.Equal(1, job.FindNumber("status", "succeeded"));
        Assert.Contains(job.Objects("status", "conditions"), condition => condition.FindText("type") == "Complete");
    }

    [Fact]
    public async Task StatefulSet_TwoReplicas_ComeUpInOrder()
    {
        Create(ResourceTypes.StatefulSets, """{ "replicas": 2, "serviceName": "w", "selector": { "matchLabels": { "a": "b" } }, "template": { "metadata": { "labels": { "a": "b" } }, "spec": { "containers": [{ "name": "c", "image": "nginx" }] } } }""");

        await Cluster.AdvanceAsync(_time, TimeSpan.FromSeconds(10));

        Assert.Equal(["w-0", "w-1"], Pods());
        Assert.Equal(2, Cluster.Api.Find(ResourceTypes.StatefulSets, "default", "w")!.Parse().FindNumber("status", "readyReplicas"));
    }

    [Fact]
    public async Task DaemonSet_TwoNodes_RunsOnBoth()
    {
        Create(ResourceTypes.DaemonSets, """{ "selector": { "matchLabels": { "a": "b" } }, "template": { "metadata": { "labels": { "a": "b" } }, "spec": { "containers": [{ "name": "c", "image": "nginx" }] } } }""");

        await Cluster.AdvanceAsync(_time, TimeSpan.FromSeconds(10));

        var nodes = Cluster.Api.List(ResourceTypes.Pods, "default").Select(pod => pod.Parse().FindText("spec", "nodeName")).Order();
        Assert.Equal(["node-1", "node-2"], nodes);
        Assert.Equal(2, Cluster.Api.Find(ResourceTypes.DaemonSets, "default", "w")!.Parse().FindNumber("status", "numberReady"));
    }

    [Fact]
    public async Task Delete_Namespace_RemovesWhatIsInIt()
    {
        Cluster.Api.Create(ResourceTypes.Namespaces, null, new JsonObject { ["metadata"] = new JsonObject { ["name"] = "gone" } });
        Create(ResourceTypes.DaemonSets, """{ "selector": { "matchLabels": { "a": "b" } }, "template": { "metadata": { "labels": { "a": "b" } }, "spec": { "containers": [{ "name": "c", "image": "nginx" }] } } }""", "gone");
        await Cluster.AdvanceAsync(_time, TimeSpan.FromSeconds(5));

        Cluster.Api.Delete(ResourceTypes.Namespaces, null, "gone");
        await Cluster.AdvanceAsync(_time, TimeSpan.FromSeconds(10));

        Assert.Null(Cluster.Api.Find(ResourceTypes.Namespaces, null, "gone"));
        Assert.Empty(Cluster.Api.List(ResourceTypes.Pods, "gone"));
    }

    private IEnumerable<string> Pods() => Cluster.Api.List(ResourceTypes.Pods, "default").Select(pod => pod.Name);

    private void Create(ResourceType type, string spec, string space = "default") => Cluster.Api.Create(type, space, new JsonObject
    {
        ["metadata"] = new JsonObject { ["name"] = "w", ["namespace"] = space },
        ["spec"] = JsonNode.Parse(spec),
    });
}
