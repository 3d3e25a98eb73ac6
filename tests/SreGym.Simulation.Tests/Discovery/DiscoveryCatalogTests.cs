using System.Text.Json.Nodes;
using SreGym.Simulation.Discovery;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Tests.Discovery;

public sealed class DiscoveryCatalogTests
{
    private const string Aggregated =
        "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";

    [Fact]
    public void CoreResources_ListConfigMapsAsTheApiServerDoes()
    {
        var list = Read("/api/v1", null);

        var configMaps = list["resources"]!.AsArray().Single(item => item!["name"]!.GetValue<string>() == "configmaps")!;
        Assert.Equal(
            """{"name":"configmaps","singularName":"configmap","namespaced":true,"kind":"ConfigMap","verbs":["create","delete","deletecollection","get","list","patch","update","watch"],"shortNames":["cm"],"storageVersionHash":"qFsyl6wFWjQ="}""",
            configMaps.ToJsonString());
    }

    [Fact]
    public void Apis_Aggregated_HoldsEveryGroupInOneDocument()
    {
        var document = DiscoveryCatalog.BuiltIn.Find("/apis", Aggregated)!;
        var list = JsonNode.Parse(document.Body.Span)!;

        Assert.Equal("application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList", document.ContentType);
        Assert.Equal("apps", list["items"]![0]!["metadata"]!["name"]!.GetValue<string>());
        Assert.Equal(
            """{"subresource":"scale","responseKind":{"group":"autoscaling","version":"v1","kind":"Scale"},"verbs":["get","patch","update"]}""",
            list["items"]![0]!["versions"]![0]!["resources"]![2]!["subresources"]![0]!.ToJsonString());
    }

    [Theory]
    [InlineData("/apis/apps", true)]
    [InlineData("/apis/apps/v1", true)]
    [InlineData("/apis/apps/v2", false)]
    [InlineData("/apis/nope.example.com", false)]
    public void Find_KnowsServedGroupsOnly(string path, bool served) =>
        Assert.Equal(served, DiscoveryCatalog.BuiltIn.Find(path, "application/json") is not null);

    [Fact]
    public void CustomResources_AppearInACatalogueOfTheirOwn()
    {
        var custom = new ResourceType("example.com", "v1", "widgets", "Widget", "widget", Namespaced: true) { Custom = true };

        var list = JsonNode.Parse(new DiscoveryCatalog([.. ResourceTypes.All, custom]).Find("/apis/example.com/v1", null)!.Body.Span)!;

        Assert.Equal("widgets", list["resources"]![0]!["name"]!.GetValue<string>());
    }

    private static JsonNode Read(string path, string? accept) =>
        JsonNode.Parse(DiscoveryCatalog.BuiltIn.Find(path, accept)!.Body.Span)!;
}
