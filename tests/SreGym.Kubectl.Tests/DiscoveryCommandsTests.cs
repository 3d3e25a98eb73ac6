namespace SreGym.Kubectl.Tests;

public sealed class DiscoveryCommandsTests(KubectlCluster cluster)
{
    [Fact]
    public async Task Version_IsTheOneTheClusterStandsFor()
    {
        var result = (await cluster.Kubectl.RunAsync("version")).Ok();

        Assert.Contains("Server Version: v1.36.2", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ApiResources_ListWhatIsServed()
    {
        var result = (await cluster.Kubectl.RunAsync("api-resources")).Ok();

        Assert.Empty(result.Error);
        Assert.Contains("deployments deploy apps/v1 true Deployment", result.Normalised, StringComparison.Ordinal);
        Assert.Contains("pods po v1 true Pod", result.Normalised, StringComparison.Ordinal);
        Assert.Contains("customresourcedefinitions crd,crds apiextensions.k8s.io/v1 false CustomResourceDefinition", result.Normalised, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ApiVersions_ListEveryGroup()
    {
        var versions = (await cluster.Kubectl.RunAsync("api-versions")).Ok().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Superset(
            new HashSet<string> { "v1", "apps/v1", "batch/v1", "autoscaling/v2", "events.k8s.io/v1", "rbac.authorization.k8s.io/v1" }, versions.ToHashSet());
    }

    [Fact]
    public async Task Explain_PrintsFieldAndDescriptionAsRecorded()
    {
        var result = (await cluster.Kubectl.RunAsync("explain", "pod.spec.imagePullSecrets")).Ok();

        Assert.Equal(
            """
            KIND: Pod
            VERSION: v1

            FIELD: imagePullSecrets <[]LocalObjectReference>


            DESCRIPTION:
             ImagePullSecrets is an optional list of references to secrets in the same
             namespace to use for pulling any of the images used by this PodSpec. If
             specified, these secrets will be passed to individual puller implementations
             for them to use. More info:
             https://kubernetes.io/docs/concepts/containers/images#specifying-imagepullsecrets-on-a-pod
             LocalObjectReference contains enough information to let you locate the
             referenced object inside the same namespace.

            FIELDS:
             name <string>
             Name of the referent. This field is effectively required, but due to
             backwards compatibility is allowed to be empty. Instances of this type with
             an empty value here are almost certainly wrong. More info:
             https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#names
            """,
            result.Normalised);
    }

    [Theory]
    [InlineData("deployment")]
    [InlineData("cronjob.spec.jobTemplate")]
    [InlineData("horizontalpodautoscaler.spec")]
    [InlineData("nodes.status")]
    public async Task Explain_KnowsEveryGroup(string path)
    {
        var result = (await cluster.Kubectl.RunAsync("explain", path)).Ok();

        Assert.Contains("FIELDS:", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ClusterInfo_NamesTheControlPlane()
    {
        var result = (await cluster.Kubectl.RunAsync("cluster-info")).Ok();

        Assert.Contains("Kubernetes control plane", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnknownThings_AreNamed()
    {
        var kind = await cluster.Kubectl.RunAsync("get", "nonsense");
        var pod = await cluster.Kubectl.RunAsync("get", "pod", "missing");
        var deleted = await cluster.Kubectl.RunAsync("delete", "pod", "missing");

        Assert.Equal("error: the server doesn't have a resource type \"nonsense\"\n", kind.Fails().Text);
        Assert.Equal("Error from server (NotFound): pods \"missing\" not found\n", pod.Fails().Text);
        Assert.Equal("Error from server (NotFound): pods \"missing\" not found\n", deleted.Fails().Text);
    }
}
