using System.Text;
using System.Text.Json.Nodes;
using SreGym.Simulation.ApiServer;
using SreGym.Simulation.Defaulting;
using SreGym.Simulation.Schema;
using SreGym.Simulation.Storage;
using SreGym.Simulation.Validation;

namespace SreGym.Simulation.Tests.Validation;

public sealed class ObjectValidationTests
{
    [Fact]
    public void Deployment_EveryBrokenRule_IsListedAsRecorded()
    {
        var causes = Check(ResourceTypes.Deployments, """
            {"metadata":{"name":"bad"},"spec":{"selector":{"matchLabels":{"a":"b"}},
             "template":{"metadata":{"labels":{"a":"c"}},"spec":{"containers":[{"name":"x"}]}}}}
            """);

        Assert.Equal(
            "Deployment.apps \"bad\" is invalid: [spec.template.metadata.labels: Invalid value: {\"a\":\"c\"}: "
            + "`selector` does not match template `labels`, spec.template.spec.containers[0].image: Required value]",
            ApiErrors.Invalid(ResourceTypes.Deployments, "bad", causes).Status.Message);
    }

    [Fact]
    public void NegativeReplicas_AreRefusedAsRecorded()
    {
        var cause = Assert.Single(Check(ResourceTypes.Deployments, """
            {"metadata":{"name":"geo"},"spec":{"replicas":-1,"selector":{"matchLabels":{"a":"b"}},
             "template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"x","image":"y"}]}}}}
            """));

        Assert.Equal(new StatusCause("FieldValueInvalid", "Invalid value: -1: must be greater than or equal to 0", "spec.replicas"), cause);
    }

    [Theory]
    [InlineData("not json", "Invalid value: \"<secret contents redacted>\": invalid character 'o' in literal null (expecting 'u')")]
    [InlineData("", "Invalid value: \"<secret contents redacted>\": unexpected end of JSON input")]
    public void DockerConfig_MustBeJson(string content, string message)
    {
        var data = Convert.ToBase64String(Encoding.UTF8.GetBytes(content));

        var cause = Assert.Single(Check(
            ResourceTypes.Secrets,
            $$$"""{"metadata":{"name":"bad"},"type":"kubernetes.io/dockerconfigjson","data":{".dockerconfigjson":"{{{data}}}"}}"""));

        Assert.Equal(message, cause.Message);
        Assert.Equal("data[.dockerconfigjson]", cause.Field);
    }

    [Fact]
    public void DockerConfig_WithoutItsKey_IsRequired()
    {
        var cause = Assert.Single(Check(ResourceTypes.Secrets, """{"metadata":{"name":"bad"},"type":"kubernetes.io/dockerconfigjson"}"""));

        Assert.Equal(new StatusCause("FieldValueRequired", "Required value", "data[.dockerconfigjson]"), cause);
    }

    [Fact]
    public void PodName_MustBeASubdomain()
    {
        var cause = Assert.Single(Check(
            ResourceTypes.Pods, """{"metadata":{"name":"Bad_Name"},"spec":{"containers":[{"name":"x","image":"UPPER:bad tag"}]}}"""));

        Assert.StartsWith("Invalid value: \"Bad_Name\": a lowercase RFC 1123 subdomain must consist of", cause.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"storageClassName\":\"standard\"", "\"storageClassName\":\"fast\"", false)]
    [InlineData("\"storageClassName\":\"standard\"", "\"volumeMode\":\"Filesystem\"", false)]
    [InlineData("\"volumeMode\":\"Filesystem\"", "\"storageClassName\":\"standard\"", true)]
    [InlineData("\"volumeMode\":\"Filesystem\"", "\"volumeName\":\"pv-1\"", true)]
    [InlineData("\"volumeName\":\"pv-1\"", "\"volumeName\":\"pv-2\"", false)]
    public void ClaimSpec_ChangesOnlyWhereItWasUnset(string before, string after, bool accepted)
    {
        var old = Prepare(ResourceTypes.PersistentVolumeClaims, Claim(before));

        var causes = ObjectValidation.CheckUpdate(ResourceTypes.PersistentVolumeClaims, old, Prepare(ResourceTypes.PersistentVolumeClaims, Claim(after)));

        Assert.Equal(accepted, causes.Count == 0);
    }

    [Fact]
    public void Selector_CannotChange()
    {
        const string before = """
            {"metadata":{"name":"a"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b","c":"d"}},"spec":{"containers":[{"name":"x","image":"y"}]}}}}
            """;
        var old = Prepare(ResourceTypes.Deployments, before);
        var value = Prepare(ResourceTypes.Deployments, before.Replace("""{"matchLabels":{"a":"b"}}""", """{"matchLabels":{"c":"d"}}""", StringComparison.Ordinal));

        var cause = Assert.Single(ObjectValidation.CheckUpdate(ResourceTypes.Deployments, old, value));

        Assert.Equal(new StatusCause("FieldValueInvalid", "Invalid value: {\"matchLabels\":{\"c\":\"d\"}}: field is immutable", "spec.selector"), cause);
    }

    [Fact]
    public void PodSpec_AllowsOnlyItsImageToChange()
    {
        var old = Prepare(ResourceTypes.Pods, """{"metadata":{"name":"a"},"spec":{"containers":[{"name":"x","image":"y:1"}]}}""");
        var image = Prepare(ResourceTypes.Pods, """{"metadata":{"name":"a"},"spec":{"containers":[{"name":"x","image":"y:2"}]}}""");
        var command = Prepare(ResourceTypes.Pods, """{"metadata":{"name":"a"},"spec":{"containers":[{"name":"x","image":"y:1","command":["z"]}]}}""");

        Assert.Empty(ObjectValidation.CheckUpdate(ResourceTypes.Pods, old, image));
        Assert.Equal("FieldValueForbidden", Assert.Single(ObjectValidation.CheckUpdate(ResourceTypes.Pods, old, command)).Reason);
    }

    private static IReadOnlyList<StatusCause> Check(ResourceType type, string json) => ObjectValidation.Check(type, Prepare(type, json));

    private static JsonObject Prepare(ResourceType type, string json)
    {
        var value = JsonBody.ParseObject(Encoding.UTF8.GetBytes(json));
        SchemaShape.Conform(value, KubernetesSchema.FindKind(type.Group, type.Version, type.Kind)!);
        ObjectDefaults.Apply(type, value);
        return value;
    }

    private static string Claim(string field) =>
        $$$"""{"metadata":{"name":"data"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}},{{{field}}}}}""";
}
