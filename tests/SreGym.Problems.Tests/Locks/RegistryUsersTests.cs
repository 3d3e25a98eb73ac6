using System.Text.Json.Nodes;
using SreGym.Problems.Locks;

namespace SreGym.Problems.Tests.Locks;

public sealed class RegistryUsersTests
{
    [Theory]
    [InlineData("nginx", "docker.io", true)]
    [InlineData("library/nginx:1", "docker.io", true)]
    [InlineData("index.docker.io/library/nginx", "docker.io", true)]
    [InlineData("localhost:30500/hotel-reservation/geo", "docker.io", false)]
    [InlineData("ghcr.io/sregym/hotel-reservation:latest", "ghcr.io", true)]
    [InlineData("ghcr.io.example.org/sregym/hotel-reservation", "ghcr.io", false)]
    [InlineData("10.0.0.1:5000/a@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "10.0.0.1:5000", true)]
    [InlineData("", "docker.io", false)]
    public void Find_AnImage_IsOfTheHostThatItsNormalisedNameHas(string image, string host, bool uses) =>
        Assert.Equal(uses ? ["Pod shop/web"] : [], Find(host, Pod("web", $$"""{"containers":[{"image":"{{image}}"}]}""")));

    [Theory]
    [InlineData("""{"initContainers":[{"image":"nginx"}]}""")]
    [InlineData("""{"containers":[{"image":"quay.io/a/b"}],"ephemeralContainers":[{"image":"nginx"}]}""")]
    [InlineData("""{"volumes":[{"name":"data","image":{"reference":"nginx"}}]}""")]
    public void Find_AnywhereInAPod_Counts(string spec) => Assert.Equal(["Pod shop/web"], Find("docker.io", Pod("web", spec)));

    [Theory]
    [InlineData("Deployment")]
    [InlineData("StatefulSet")]
    [InlineData("DaemonSet")]
    [InlineData("ReplicaSet")]
    [InlineData("ReplicationController")]
    [InlineData("Job")]
    public void Find_ATemplate_CountsWithoutAPod(string kind) => Assert.Equal([$"{kind} shop/web"], Find("docker.io", Workload(kind, "web", "nginx")));

    [Fact]
    public void Find_ACronJob_CountsBetweenItsRuns() => Assert.Equal(
        ["CronJob shop/nightly"],
        Find("docker.io", """
            {"kind":"CronJob","metadata":{"name":"nightly","namespace":"shop"},
             "spec":{"jobTemplate":{"spec":{"template":{"spec":{"containers":[{"image":"nginx"}]}}}}}}
            """));

    [Fact]
    public void Find_WhatHasEndedOrIsEnding_DoesNotCount()
    {
        string[] ended =
        [
            Pod("done", Nginx, """{"phase":"Succeeded"}"""),
            Pod("failed", Nginx, """{"phase":"Failed"}"""),
            Pod("going", Nginx, metadata: ",\"deletionTimestamp\":\"2026-01-01T00:00:00Z\""),
            Workload("Job", "once", "nginx", status: """{"conditions":[{"type":"Complete","status":"True"}]}"""),
        ];

        Assert.Empty(Find("docker.io", ended));
    }

    [Fact]
    public void Find_RevisionsOfADeployment_CountOnlyAsItsPodsDo()
    {
        var old = Workload("ReplicaSet", "web-1", "nginx", "Deployment/web");
        var deployment = Workload("Deployment", "web", "localhost:30500/web");
        var sidecar = Pod("web-1-abc", """{"containers":[{"image":"localhost:30500/web"},{"image":"nginx"}]}""", metadata: Owner("ReplicaSet/web-1"));

        Assert.Empty(Find("docker.io", deployment, old));
        Assert.Equal(["Deployment shop/web"], Find("docker.io", deployment, old, sidecar));
    }

    [Fact]
    public void Find_MadeBySomethingElse_IsNamedItself()
    {
        var running = Workload("ReplicaSet", "canary-1", "nginx", "Rollout/canary");
        var scaledDown = Workload("ReplicaSet", "canary-0", "nginx", "Rollout/canary", replicas: "0");

        Assert.Equal(["ReplicaSet shop/canary-1"], Find("docker.io", running, scaledDown));
    }

    private const string Nginx = """{"containers":[{"image":"nginx"}]}""";

    private static IReadOnlyList<string> Find(string host, params string[] workloads) =>
        RegistryUsers.Find([.. workloads.Select(text => (JsonObject)JsonNode.Parse(text)!)], host);

    private static string Pod(string name, string spec, string status = "{}", string metadata = "") =>
        $$"""{"kind":"Pod","metadata":{"name":"{{name}}","namespace":"shop"{{metadata}} },"spec":{{spec}},"status":{{status}} }""";

    private static string Workload(string kind, string name, string image, string owner = "", string replicas = "1", string status = "{}") =>
        $$"""
        {"kind":"{{kind}}","metadata":{"name":"{{name}}","namespace":"shop"{{Owner(owner)}} },"status":{{status}},
         "spec":{"replicas":{{replicas}},"template":{"spec":{"containers":[{"image":"{{image}}"}]} } } }
        """;

    private static string Owner(string owner) => owner.Split('/') is [var kind, var name]
        ? $$""","ownerReferences":[{"kind":"{{kind}}","name":"{{name}}","controller":true}]"""
        : "";
}
