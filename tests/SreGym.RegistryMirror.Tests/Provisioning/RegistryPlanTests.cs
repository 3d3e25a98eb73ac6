using SreGym.Contracts.Common.V1;
using SreGym.RegistryMirror.Provisioning;

namespace SreGym.RegistryMirror.Tests.Provisioning;

public sealed class RegistryPlanTests
{
    [Theory]
    [InlineData("auto", "nodeport clusterip", 30500)]
    [InlineData("nodeport", "nodeport", 30500)]
    [InlineData("clusterip", "clusterip", 0)]
    public void Plan_Exposure_DecidesWhatIsTriedInWhichOrder(string exposure, string tried, int nodePort)
    {
        var plan = RegistryPlan.For(Subject(new SubjectSettings { RegistryExposure = exposure }));

        Assert.Equal(tried, string.Join(' ', plan.Exposures));
        Assert.Equal(nodePort, plan.NodePort);
        Assert.False(plan.ConfiguresNodes);
    }

    [Fact]
    public void Plan_NodesMayBeConfigured_ImageIsTheOperators()
    {
        var plan = RegistryPlan.For(Subject(new SubjectSettings { ConfigureNodes = true, Images = { ["busybox:1.36"] = "mirror.example/busybox:1" } }));

        Assert.True(plan.ConfiguresNodes);
        Assert.Equal("mirror.example/busybox:1", plan.NodesImage);
    }

    private static Subject Subject(SubjectSettings settings) => new() { Target = "kubeconfig", Settings = settings };
}
