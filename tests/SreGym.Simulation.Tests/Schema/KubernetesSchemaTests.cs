using SreGym.Simulation.Schema;

namespace SreGym.Simulation.Tests.Schema;

public sealed class KubernetesSchemaTests
{
    [Fact]
    public void EveryMessage_ResolvesItsFields()
    {
        foreach (var name in KubernetesSchema.MessageNames)
        {
            var message = KubernetesSchema.GetMessage(name);

            Assert.All(message.Declared, field => Assert.True(field.Kind != SchemaKind.Message || field.Message is not null, field.Name));
            Assert.Equal(message.Fields.Count, message.Fields.Select(field => field.Name).Distinct().Count());
        }
    }

    [Fact]
    public void PodSpec_CarriesPatchAndListMarkers()
    {
        var spec = KubernetesSchema.FindKind("v1", "Pod")!.FindField("spec")!.Message!;
        var volumes = spec.FindField("volumes")!;
        var ports = spec.FindField("containers")!.Message!.FindField("ports")!;

        Assert.True(volumes.MergesOnPatch && volumes.RetainsKeysOnPatch);
        Assert.Equal("name", volumes.PatchMergeKey);
        Assert.Equal("containerPort", ports.PatchMergeKey);
        Assert.Equal(["containerPort", "protocol"], ports.ListMapKeys);
        Assert.Equal("TCP", ports.Message!.FindField("protocol")!.Default);
    }

    [Fact]
    public void InlinedMessages_AppearAsTheHoldersFields()
    {
        var volume = KubernetesSchema.GetMessage("core/v1.Volume");

        Assert.NotNull(volume.FindField("secret"));
        Assert.Null(volume.FindField("volumeSource"));
    }

    [Theory]
    [InlineData("apps/v1", "Deployment", true)]
    [InlineData("apps/v1", "DeleteOptions", true)]
    [InlineData("apps.example.com/v1", "Deployment", false)]
    [InlineData("v1", "PodSpec", false)]
    public void FindKind_KnowsBuiltInKindsOnly(string apiVersion, string kind, bool known) =>
        Assert.Equal(known, KubernetesSchema.FindKind(apiVersion, kind) is not null);
}
