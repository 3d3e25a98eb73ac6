using System.Text.Json.Nodes;
using SreGym.Simulation.OpenApi;

namespace SreGym.Simulation.Tests.OpenApi;

public sealed class OpenApiCatalogTests
{
    [Fact]
    public void Version_CarriesWhatApplyAndExplainNeed()
    {
        var document = JsonNode.Parse(OpenApiCatalog.BuiltIn.FindVersion("apis/apps/v1")!.Decompress())!;

        var patch = document["paths"]!["/apis/apps/v1/namespaces/{namespace}/deployments/{name}"]!["patch"]!;
        var containers = document["components"]!["schemas"]!["io.k8s.api.core.v1.PodSpec"]!["properties"]!["containers"]!;
        Assert.Equal("Deployment", patch["x-kubernetes-group-version-kind"]!["kind"]!.GetValue<string>());
        Assert.Contains(patch["parameters"]!.AsArray(), parameter => parameter!["name"]!.GetValue<string>() == "fieldValidation");
        Assert.Equal("name", containers["x-kubernetes-patch-merge-key"]!.GetValue<string>());
        Assert.Equal("merge", containers["x-kubernetes-patch-strategy"]!.GetValue<string>());
    }

    [Fact]
    public void EveryReference_Resolves()
    {
        var index = JsonNode.Parse(OpenApiCatalog.BuiltIn.Index.Body.Span)!["paths"]!.AsObject();

        foreach (var (path, _) in index)
        {
            var text = System.Text.Encoding.UTF8.GetString(OpenApiCatalog.BuiltIn.FindVersion(path)!.Decompress());
            var schemas = JsonNode.Parse(text)!["components"]!["schemas"]!.AsObject();
            var references = text.Split("\"#/components/schemas/").Skip(1).Select(part => part[..part.IndexOf('"', StringComparison.Ordinal)]);

            Assert.All(references.Distinct(), name => Assert.True(schemas.ContainsKey(name), $"{path}: {name}"));
        }
    }

    [Fact]
    public void Index_NamesTheHashOfTheDocument()
    {
        var index = JsonNode.Parse(OpenApiCatalog.BuiltIn.Index.Body.Span)!;

        var url = index["paths"]!["api/v1"]!["serverRelativeURL"]!.GetValue<string>();

        Assert.Equal("/openapi/v3/api/v1?hash=" + OpenApiCatalog.BuiltIn.FindVersion("api/v1")!.Hash, url);
    }

    [Fact]
    public void Swagger_HoldsDefinitions()
    {
        var document = JsonNode.Parse(OpenApiCatalog.BuiltIn.Swagger.Decompress())!;

        Assert.Equal("2.0", document["swagger"]!.GetValue<string>());
        Assert.NotNull(document["definitions"]!["io.k8s.api.apps.v1.Deployment"]);
    }
}
