using System.Text;
using System.Text.Json.Nodes;
using SreGym.Simulation.Defaulting;
using SreGym.Simulation.Schema;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Tests.Defaulting;

public sealed class ObjectDefaultsTests
{
    [Fact]
    public void Deployment_GetsWhatARealOneHas()
    {
        var deployment = Prepare(ResourceTypes.Deployments, """
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"geo"},"spec":{"replicas":2,"selector":{"matchLabels":{"app":"geo"}},
             "template":{"metadata":{"labels":{"app":"geo"},"creationTimestamp":null},"spec":{"imagePullSecrets":[{"name":"regcred"}],
             "containers":[{"name":"geo","image":"localhost:30500/s01/hotel-reservation:v1","imagePullPolicy":"Always","command":["geo"],"ports":[{"containerPort":8083}]}]}}}}
            """);

        // The desired state as Kubernetes 1.36 answered for the same manifest.
        var expected = JsonNode.Parse("""
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"geo"},
             "spec":{"progressDeadlineSeconds":600,"replicas":2,"revisionHistoryLimit":10,"selector":{"matchLabels":{"app":"geo"}},
             "strategy":{"rollingUpdate":{"maxSurge":"25%","maxUnavailable":"25%"},"type":"RollingUpdate"},
             "template":{"metadata":{"labels":{"app":"geo"}},"spec":{"containers":[{"command":["geo"],"image":"localhost:30500/s01/hotel-reservation:v1",
             "imagePullPolicy":"Always","name":"geo","ports":[{"containerPort":8083,"protocol":"TCP"}],"resources":{},
             "terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File"}],"dnsPolicy":"ClusterFirst",
             "imagePullSecrets":[{"name":"regcred"}],"restartPolicy":"Always","schedulerName":"default-scheduler","securityContext":{},
             "terminationGracePeriodSeconds":30}}},"status":{}}
            """);
        Assert.True(JsonNode.DeepEquals(expected, deployment), deployment.ToJsonString());
    }

    [Theory]
    [InlineData("busybox", "Always")]
    [InlineData("busybox:latest", "Always")]
    [InlineData("localhost:30500/busybox", "Always")]
    [InlineData("localhost:30500/busybox:1.36", "IfNotPresent")]
    [InlineData("busybox@sha256:0000", "IfNotPresent")]
    public void PullPolicy_DependsOnTheTag(string image, string policy)
    {
        var pod = Prepare(ResourceTypes.Pods, $$$"""{"spec":{"containers":[{"name":"a","image":"{{{image}}}"}]}}""");

        Assert.Equal(policy, pod["spec"]!["containers"]![0]!["imagePullPolicy"]!.GetValue<string>());
    }

    [Fact]
    public void Service_TargetsItsOwnPort()
    {
        var service = Prepare(ResourceTypes.Services, """{"spec":{"type":"NodePort","ports":[{"port":5000}]}}""");

        Assert.Equal(
            """{"port":5000,"protocol":"TCP","targetPort":5000}""", service["spec"]!["ports"]![0]!.ToJsonString());
        Assert.Equal("Cluster", service["spec"]!["externalTrafficPolicy"]!.GetValue<string>());
    }

    [Fact]
    public void Apply_Twice_ChangesNothing()
    {
        foreach (var type in ResourceTypes.All.Where(type => KubernetesSchema.FindKind(type.Group, type.Version, type.Kind) is not null))
        {
            var once = Prepare(type, """{"metadata":{"name":"a","uid":"u"}}""");
            var twice = once.DeepClone().AsObject();

            ObjectDefaults.Apply(type, twice);

            Assert.True(JsonNode.DeepEquals(once, twice), type.ToString());
        }
    }

    private static JsonObject Prepare(ResourceType type, string json)
    {
        var value = JsonBody.ParseObject(Encoding.UTF8.GetBytes(json));
        SchemaShape.Conform(value, KubernetesSchema.FindKind(type.Group, type.Version, type.Kind)!);
        ObjectDefaults.Apply(type, value);
        return value;
    }
}
