using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using SreGym.Simulation.ApiServer;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Tests.ApiServer;

public sealed class ManagedFieldsTests
{
    private const string Created = """
        {"f:metadata":{"f:labels":{".":{},"f:app":{}}},
         "f:spec":{"f:progressDeadlineSeconds":{},"f:replicas":{},"f:revisionHistoryLimit":{},"f:selector":{},
         "f:strategy":{"f:rollingUpdate":{".":{},"f:maxSurge":{},"f:maxUnavailable":{}},"f:type":{}},
         "f:template":{"f:metadata":{"f:labels":{".":{},"f:app":{}}},
         "f:spec":{"f:containers":{"k:{\"name\":\"hotel-reserv-geo\"}":{".":{},"f:command":{},"f:image":{},"f:imagePullPolicy":{},"f:name":{},
         "f:ports":{".":{},"k:{\"containerPort\":8083,\"protocol\":\"TCP\"}":{".":{},"f:containerPort":{},"f:protocol":{}}},
         "f:resources":{},"f:terminationMessagePath":{},"f:terminationMessagePolicy":{}}},
         "f:dnsPolicy":{},"f:imagePullSecrets":{".":{},"k:{\"name\":\"regcred\"}":{}},"f:restartPolicy":{},"f:schedulerName":{},
         "f:securityContext":{},"f:terminationGracePeriodSeconds":{}}}}}
        """;

    private const string Applied = """
        {"f:metadata":{"f:labels":{"f:app":{}}},
         "f:spec":{"f:replicas":{},"f:selector":{},"f:template":{"f:metadata":{"f:labels":{"f:app":{}}},
         "f:spec":{"f:containers":{"k:{\"name\":\"hotel-reserv-geo\"}":{".":{},"f:command":{},"f:image":{},"f:imagePullPolicy":{},"f:name":{},
         "f:ports":{"k:{\"containerPort\":8083,\"protocol\":\"TCP\"}":{".":{},"f:containerPort":{}}}}},
         "f:imagePullSecrets":{"k:{\"name\":\"regcred\"}":{}}}}}}
        """;

    private readonly ClusterApi _api;

    public ManagedFieldsTests()
    {
        var options = new ClusterApiOptions { TimeProvider = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)) };
        var server = new ClusterApi(new ObjectStore(), options);
        server.Create(ResourceTypes.Namespaces, null, new JsonObject { ["metadata"] = new JsonObject { ["name"] = "api" } });
        _api = server.As("tester", "kubectl");
    }

    // Both expectations are recorded from kube-apiserver 1.36.
    [Fact]
    public void Create_Deployment_OwnedAsRecorded()
    {
        var created = _api.Create(ResourceTypes.Deployments, "api", Geo());

        AssertFields(Created, Owner(created.Parse(), "kubectl", "Update"));
    }

    [Fact]
    public void Apply_NewDeployment_OwnedAsRecorded()
    {
        var (created, isNew) = Apply(Geo(), "kubectl");

        Assert.True(isNew);
        AssertFields(Applied, Owner(created.Parse(), "kubectl", "Apply"));
    }

    [Fact]
    public void Update_OneField_MovesToTheWriter()
    {
        _api.Create(ResourceTypes.Deployments, "api", Geo());

        var changed = _api.As("other", "scaler").Mutate(ResourceTypes.Deployments, "api", "geo", value => value["spec"]!["replicas"] = 5)!.Parse();

        AssertFields("""{"f:spec":{"f:replicas":{}}}""", Owner(changed, "scaler", "Update"));
        Assert.Null(Owner(changed, "kubectl", "Update")["f:spec"]!["f:replicas"]);
    }

    [Fact]
    public void Apply_FieldOfAnother_Conflict()
    {
        Apply(Geo(), "first");
        var changed = Geo();
        changed["spec"]!["replicas"] = 7;

        var error = Assert.Throws<ApiStatusException>(() => Apply(changed, "second"));

        Assert.Equal(409, error.Status.Code);
        Assert.Equal("Apply failed with 1 conflict: conflict with \"first\": .spec.replicas", error.Message);
        Assert.Equal(".spec.replicas", Assert.Single(error.Status.Causes).Field);
        Assert.Equal(2, (int)_api.Find(ResourceTypes.Deployments, "api", "geo")!.Parse()["spec"]!["replicas"]!);
    }

    [Fact]
    public void Apply_Forced_TakesTheField()
    {
        Apply(Geo(), "first");
        var changed = Geo();
        changed["spec"]!["replicas"] = 7;

        var (applied, _) = Apply(changed, "second", force: true);

        Assert.Equal(7, (int)applied.Parse()["spec"]!["replicas"]!);
        Assert.Null(Owner(applied.Parse(), "first", "Apply")["f:spec"]!["f:replicas"]);
    }

    [Fact]
    public void Apply_FieldGivenUp_IsRemoved()
    {
        var labelled = Geo();
        labelled["metadata"]!["labels"]!["tier"] = "backend";
        Apply(labelled, "first");

        var (applied, _) = Apply(Geo(), "first");

        Assert.False(applied.Labels.ContainsKey("tier"));
        Assert.True(applied.Labels.ContainsKey("app"));
    }

    [Fact]
    public void Apply_SameAgain_WritesNothing()
    {
        var (first, _) = Apply(Geo(), "first");

        var (second, _) = Apply(Geo(), "first");

        Assert.Equal(first.ResourceVersion, second.ResourceVersion);
    }

    private (StoredObject Object, bool Created) Apply(JsonObject value, string manager, bool force = false) => _api.Writer.Apply(
        ResourceTypes.Deployments, "api", "geo", value, new RequestIdentity("tester", manager), WriteOptions.Default, force);

    private static JsonObject Owner(JsonObject value, string manager, string operation) =>
        value["metadata"]!["managedFields"]!.AsArray()
            .Single(entry => (string?)entry!["manager"] == manager && (string?)entry["operation"] == operation)!["fieldsV1"]!.AsObject();

    private static void AssertFields(string expected, JsonObject actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), actual.ToJsonString());

    private static JsonObject Geo() => JsonNode.Parse("""
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"geo","namespace":"api","labels":{"app":"geo"}},
         "spec":{"replicas":2,"selector":{"matchLabels":{"app":"geo"}},"template":{"metadata":{"labels":{"app":"geo"}},
         "spec":{"imagePullSecrets":[{"name":"regcred"}],"containers":[{"name":"hotel-reserv-geo",
         "image":"localhost:30500/s01/hotel-reservation:v1","imagePullPolicy":"Always","command":["geo"],"ports":[{"containerPort":8083}]}]}}}}
        """)!.AsObject();
}
