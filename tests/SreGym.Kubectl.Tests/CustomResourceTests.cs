namespace SreGym.Kubectl.Tests;

public sealed class CustomResourceTests(KubectlCluster cluster)
{
    private const string Definition = """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: widgets.example.com}
        spec:
          group: example.com
          scope: Namespaced
          names: {plural: widgets, kind: Widget, shortNames: [wd]}
          versions:
          - name: v1
            served: true
            storage: true
            schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
        """;

    private const string Widget = """
        apiVersion: example.com/v1
        kind: Widget
        metadata: {name: first}
        spec: {size: 1}
        """;

    [Fact]
    public async Task CustomResource_IsServedLikeABuiltInOne()
    {
        var kubectl = await cluster.CreateNamespaceAsync("custom");

        Assert.Equal(
            "customresourcedefinition.apiextensions.k8s.io/widgets.example.com created\n",
            (await kubectl.RunWithInputAsync(Definition, "apply", "-f", "-")).Ok().Text);
        Assert.Equal("widget.example.com/first created\n", (await kubectl.RunWithInputAsync(Widget, "apply", "-f", "-")).Ok().Text);
        Assert.Equal("widget.example.com/first unchanged\n", (await kubectl.RunWithInputAsync(Widget, "apply", "-f", "-")).Ok().Text);
        Assert.Equal("NAME AGE\nfirst AGE", (await kubectl.RunAsync("get", "wd")).Ok().Normalised);
        Assert.Equal(
            "NAME SHORTNAMES APIVERSION NAMESPACED KIND\nwidgets wd example.com/v1 true Widget",
            (await kubectl.RunAsync("api-resources", "--api-group=example.com")).Ok().Normalised);
    }
}
