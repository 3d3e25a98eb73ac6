namespace SreGym.Kubectl.Tests;

public sealed class ChangeCommandsTests(KubectlCluster cluster)
{
    [Fact]
    public async Task Patches_OfThreeKinds_AreApplied()
    {
        var kubectl = await cluster.CreateNamespaceAsync("patch");
        (await kubectl.RunWithInputAsync(Manifests.Geo(replicas: 0), "apply", "-f", "-")).Ok();

        var strategic = await kubectl.RunAsync(
            "patch", "deployment", "geo", "-p", """{"spec":{"template":{"spec":{"containers":[{"name":"hotel-reserv-geo","env":[{"name":"A","value":"b"}]}]}}}}""");
        var merge = await kubectl.RunAsync("patch", "deployment", "geo", "--type=merge", "-p", """{"metadata":{"labels":{"tier":"back"}}}""");
        var json = await kubectl.RunAsync(
            "patch", "deployment", "geo", "--type=json", "-p", """[{"op":"replace","path":"/spec/template/spec/containers/0/image","value":"other:1"}]""");
        var same = await kubectl.RunAsync("patch", "deployment", "geo", "--type=merge", "-p", """{"metadata":{"labels":{"tier":"back"}}}""");

        Assert.Equal("deployment.apps/geo patched\n", strategic.Ok().Text);
        Assert.Equal("deployment.apps/geo patched\n", merge.Ok().Text);
        Assert.Equal("deployment.apps/geo patched\n", json.Ok().Text);
        Assert.Equal("deployment.apps/geo patched (no change)\n", same.Ok().Text);
        Assert.Equal(
            "other:1 b back geo",
            (await kubectl.RunAsync(
                "get",
                "deployment",
                "geo",
                "-o",
                "jsonpath={.spec.template.spec.containers[0].image} {.spec.template.spec.containers[0].env[0].value} {.metadata.labels.tier} {.spec.template.spec.containers[0].command[0]}")).Ok().Output);
    }

    [Fact]
    public async Task BrokenPatches_AreRefused()
    {
        var kubectl = await cluster.CreateNamespaceAsync("patch-bad");
        (await kubectl.RunWithInputAsync(Manifests.Geo(replicas: 0), "apply", "-f", "-")).Ok();

        var negative = await kubectl.RunAsync("patch", "deployment", "geo", "-p", """{"spec":{"replicas":-1}}""");
        var missing = await kubectl.RunAsync("patch", "deployment", "geo", "--type=json", "-p", """[{"op":"remove","path":"/metadata/annotations/none"}]""");
        var mistyped = await kubectl.RunAsync("patch", "deployment", "geo", "--type=merge", "-p", """{"spec":{"replicas":"two"}}""");

        Assert.Equal(
            "The Deployment \"geo\" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0\n", negative.Fails().Text);
        Assert.StartsWith("The request is invalid", missing.Fails().Text, StringComparison.Ordinal);
        Assert.Contains("cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32", mistyped.Fails().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LabelAnnotateScaleAndSetImage_ReportWhatTheyDid()
    {
        var kubectl = await cluster.CreateNamespaceAsync("change");
        (await kubectl.RunWithInputAsync(Manifests.Geo(replicas: 0), "apply", "-f", "-")).Ok();

        Assert.Equal("deployment.apps/geo labeled\n", (await kubectl.RunAsync("label", "deployment", "geo", "tier=back")).Ok().Text);
        Assert.Equal("deployment.apps/geo not labeled\n", (await kubectl.RunAsync("label", "deployment", "geo", "tier=back")).Ok().Text);
        Assert.Equal("deployment.apps/geo unlabeled\n", (await kubectl.RunAsync("label", "deployment", "geo", "tier-")).Ok().Text);
        Assert.Equal("deployment.apps/geo annotated\n", (await kubectl.RunAsync("annotate", "deployment", "geo", "owner=tester")).Ok().Text);
        Assert.Equal("deployment.apps/geo scaled\n", (await kubectl.RunAsync("scale", "deployment", "geo", "--replicas=1")).Ok().Text);
        Assert.Equal(
            "1",
            (await kubectl.RunAsync("get", "deployment", "geo", "-o", "jsonpath={.spec.replicas}")).Ok().Output);
        Assert.Equal(
            "deployment.apps/geo image updated\n", (await kubectl.RunAsync("set", "image", "deployment/geo", "hotel-reserv-geo=other:2")).Ok().Text);
        Assert.Equal(
            "deployment.apps/geo env updated\n", (await kubectl.RunAsync("set", "env", "deployment/geo", "A=b")).Ok().Text);
        Assert.StartsWith(
            "deployment.apps \"geo\" deleted", (await kubectl.RunAsync("delete", "deployment", "geo")).Ok().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CreateCommands_SendProtobufAndAreUnderstood()
    {
        var kubectl = await cluster.CreateNamespaceAsync("create");

        Assert.Equal("deployment.apps/web created\n", (await kubectl.RunAsync("create", "deployment", "web", "--image=web:1", "--replicas=0")).Ok().Text);
        Assert.Equal("configmap/cm created\n", (await kubectl.RunAsync("create", "configmap", "cm", "--from-literal=a=b")).Ok().Text);
        Assert.Equal("serviceaccount/robot created\n", (await kubectl.RunAsync("create", "serviceaccount", "robot")).Ok().Text);
        Assert.Equal(
            "role.rbac.authorization.k8s.io/reader created\n",
            (await kubectl.RunAsync("create", "role", "reader", "--verb=get,list", "--resource=pods")).Ok().Text);
        Assert.Equal(
            "rolebinding.rbac.authorization.k8s.io/reader created\n",
            (await kubectl.RunAsync("create", "rolebinding", "reader", "--role=reader", "--serviceaccount=create:robot")).Ok().Text);
        Assert.Equal("service/web created\n", (await kubectl.RunAsync("create", "service", "clusterip", "web", "--tcp=80:8080")).Ok().Text);
        Assert.Equal("service/web2 exposed\n", (await kubectl.RunAsync("expose", "deployment", "web", "--port=80", "--name=web2")).Ok().Text);
        Assert.Equal(
            "error: failed to create deployment: deployments.apps \"web\" already exists\n",
            (await kubectl.RunAsync("create", "deployment", "web", "--image=web:1")).Fails().Text);
    }
}
