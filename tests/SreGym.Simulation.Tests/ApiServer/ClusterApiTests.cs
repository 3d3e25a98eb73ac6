using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using SreGym.Simulation.ApiServer;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Tests.ApiServer;

public sealed class ClusterApiTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly ClusterApi _api;

    public ClusterApiTests()
    {
        _api = new ClusterApi(new ObjectStore(), new ClusterApiOptions { Seed = 7, TimeProvider = _time });
        _api.Create(ResourceTypes.Namespaces, null, Named("shop"));
    }

    [Fact]
    public void Create_Namespace_HasDefaultAccountAndAuthority()
    {
        var account = _api.Find(ResourceTypes.ServiceAccounts, "shop", "default");
        var authority = _api.Find(ResourceTypes.ConfigMaps, "shop", "kube-root-ca.crt");

        Assert.NotNull(account);
        Assert.NotNull(authority);
    }

    [Fact]
    public void Create_SameSeed_SameUid()
    {
        var other = new ClusterApi(new ObjectStore(), new ClusterApiOptions { Seed = 7, TimeProvider = _time });
        other.Create(ResourceTypes.Namespaces, null, Named("another"));

        other.Create(ResourceTypes.Namespaces, null, Named("shop"));

        Assert.Equal(
            _api.Find(ResourceTypes.Namespaces, null, "shop")!.Uid, other.Find(ResourceTypes.Namespaces, null, "shop")!.Uid);
    }

    [Fact]
    public void Create_AfterDelete_NewUid()
    {
        var first = _api.Create(ResourceTypes.ConfigMaps, "shop", Named("settings"));
        _api.Delete(ResourceTypes.ConfigMaps, "shop", "settings");

        var second = _api.Create(ResourceTypes.ConfigMaps, "shop", Named("settings"));

        Assert.NotEqual(first.Uid, second.Uid);
    }

    [Fact]
    public void Create_UnknownNamespace_NotFound()
    {
        var error = Assert.Throws<ApiStatusException>(() => _api.Create(ResourceTypes.Secrets, "nowhere", Named("s")));

        Assert.Equal("namespaces \"nowhere\" not found", error.Status.Message);
    }

    [Fact]
    public void Update_StaleResourceVersion_Conflict()
    {
        var stale = _api.Create(ResourceTypes.ConfigMaps, "shop", Named("settings")).Parse();
        _api.Mutate(ResourceTypes.ConfigMaps, "shop", "settings", value => value["data"] = new JsonObject { ["a"] = "1" });

        var error = Assert.Throws<ApiStatusException>(() => _api.Update(ResourceTypes.ConfigMaps, stale));

        Assert.Equal(
            "Operation cannot be fulfilled on configmaps \"settings\": the object has been modified; please apply your changes to "
            + "the latest version and try again",
            error.Status.Message);
    }

    [Fact]
    public void Update_DesiredState_RaisesGeneration()
    {
        _api.Create(ResourceTypes.Deployments, "shop", Deployment("web"));

        var changed = _api.Mutate(ResourceTypes.Deployments, "shop", "web", value => value["spec"]!["replicas"] = 2);
        var status = _api.Mutate(
            ResourceTypes.Deployments, "shop", "web", value => value["status"] = new JsonObject { ["replicas"] = 2 }, "status");

        Assert.Equal(2, changed!.Generation);
        Assert.Equal(2, status!.Generation);
        Assert.Equal(2, (int)status.Parse()["status"]!["replicas"]!);
    }

    [Fact]
    public void Delete_RunningPod_WaitsForItsGrace()
    {
        _api.Create(ResourceTypes.Pods, "shop", Pod("web"));
        _api.Bind("shop", "web", "node-1");

        var marked = _api.Delete(ResourceTypes.Pods, "shop", "web");
        var finished = _api.Delete(ResourceTypes.Pods, "shop", "web", new DeleteOptions { GracePeriodSeconds = 0 });

        Assert.Equal(_time.GetUtcNow().AddSeconds(30), marked!.DeletionTimestamp);
        Assert.NotNull(finished);
        Assert.Null(_api.Find(ResourceTypes.Pods, "shop", "web"));
    }

    [Fact]
    public void Delete_WithFinalizer_GoesWhenItIsTakenAway()
    {
        var value = Named("held");
        value["metadata"]!["finalizers"] = new JsonArray("example.com/hold");
        _api.Create(ResourceTypes.ConfigMaps, "shop", value);

        _api.Delete(ResourceTypes.ConfigMaps, "shop", "held");
        var held = _api.Find(ResourceTypes.ConfigMaps, "shop", "held");
        _api.Mutate(ResourceTypes.ConfigMaps, "shop", "held", item => item["metadata"]!.AsObject().Remove("finalizers"));

        Assert.NotNull(held!.DeletionTimestamp);
        Assert.Null(_api.Find(ResourceTypes.ConfigMaps, "shop", "held"));
    }

    private static JsonObject Deployment(string name)
    {
        var template = Pod(name);
        template["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["app"] = name } };
        var deployment = Named(name);
        deployment["spec"] = new JsonObject
        {
            ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["app"] = name } },
            ["template"] = template,
        };
        return deployment;
    }

    private static JsonObject Pod(string name)
    {
        var pod = Named(name);
        pod["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "main", ["image"] = "busybox" }) };
        return pod;
    }

    private static JsonObject Named(string name) => new() { ["metadata"] = new JsonObject { ["name"] = name } };
}
