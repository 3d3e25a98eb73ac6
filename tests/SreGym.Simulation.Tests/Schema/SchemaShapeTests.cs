using System.Text;
using System.Text.Json.Nodes;
using SreGym.Simulation.Schema;

namespace SreGym.Simulation.Tests.Schema;

public sealed class SchemaShapeTests
{
    [Fact]
    public void Conform_UnknownFields_AreDroppedAndReportedWithTheirPath()
    {
        var deployment = Object("""
            {"apiVersion":"apps/v1","kind":"Deployment","spec":{"replicass":1,"template":{"spec":{"containers":[{"name":"x","imag":"y"}]}}}}
            """);
        var unknown = new List<string>();

        SchemaShape.Conform(deployment, KubernetesSchema.FindKind("apps/v1", "Deployment")!, unknown);

        Assert.Equal(["unknown field \"spec.replicass\"", "unknown field \"spec.template.spec.containers[0].imag\""], unknown);
        Assert.Null(deployment["spec"]!["replicass"]);
    }

    [Fact]
    public void Conform_EmptyAndMissingValues_BecomeWhatGoWrites()
    {
        var pod = Object("""
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","labels":{},"creationTimestamp":null},
             "spec":{"nodeName":"","containers":[{"name":"x","args":[],"resources":{"limits":{"cpu":0.5,"memory":"1024Mi"}}}]},
             "status":{"conditions":[{"type":"Ready","status":"True"}]}}
            """);

        SchemaShape.Conform(pod, KubernetesSchema.FindKind("v1", "Pod")!);

        var expected = Object("""
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"},
             "spec":{"containers":[{"name":"x","resources":{"limits":{"cpu":"500m","memory":"1Gi"}}}]},
             "status":{"conditions":[{"type":"Ready","status":"True","lastProbeTime":null,"lastTransitionTime":null}]}}
            """);
        Assert.True(JsonNode.DeepEquals(expected, pod), pod.ToJsonString());
    }

    [Theory]
    [InlineData("""{"spec":{"replicas":"x"}}""", "json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32")]
    [InlineData("""{"spec":[]}""", "json: cannot unmarshal array into Go struct field Deployment.spec of type v1.DeploymentSpec")]
    [InlineData("""{"metadata":{"labels":{"a":1}}}""", "json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels.a of type string")]
    public void Conform_WrongType_IsWordedAsGoDoes(string json, string message)
    {
        var error = Assert.Throws<DecodingException>(
            () => SchemaShape.Conform(Object(json), KubernetesSchema.FindKind("apps/v1", "Deployment")!));

        Assert.Equal(message, error.Message);
    }

    [Theory]
    [InlineData("not json", "invalid character 'o' in literal null (expecting 'u')")]
    [InlineData("", "unexpected end of JSON input")]
    [InlineData("""{"a":""", "unexpected end of JSON input")]
    [InlineData("""{"a":x}""", "invalid character 'x' looking for beginning of value")]
    public void Parse_BrokenText_IsWordedAsGoDoes(string json, string message)
    {
        var error = Assert.Throws<DecodingException>(() => JsonBody.Parse(Encoding.UTF8.GetBytes(json)));

        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void Parse_DuplicateFields_LastWinsAndIsReported()
    {
        var duplicates = new List<string>();

        var parsed = JsonBody.ParseObject("""{"spec":{"replicas":1,"replicas":2}}"""u8, duplicates);

        Assert.Equal(2, parsed["spec"]!["replicas"]!.GetValue<long>());
        Assert.Equal(["duplicate field \"spec.replicas\""], duplicates);
    }

    [Theory]
    [InlineData("1000m", "1")]
    [InlineData("0.1", "100m")]
    [InlineData("128974848", "128974848")]
    [InlineData("1500M", "1500M")]
    [InlineData("2000k", "2M")]
    [InlineData("1.5Gi", "1536Mi")]
    [InlineData("1e3", "1k")]
    public void Quantity_IsWrittenCanonically(string text, string canonical) =>
        Assert.Equal(canonical, Quantity.Parse(text).ToString());

    private static JsonObject Object(string json) => JsonBody.ParseObject(Encoding.UTF8.GetBytes(json));
}
