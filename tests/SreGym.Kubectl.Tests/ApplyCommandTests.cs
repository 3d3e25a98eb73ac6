namespace SreGym.Kubectl.Tests;

public sealed class ApplyCommandTests(KubectlCluster cluster)
{
    [Fact]
    public async Task ClientSide_CreatesChangesAndLeavesAlone()
    {
        var kubectl = await cluster.CreateNamespaceAsync("apply-client");

        Assert.Equal("deployment.apps/geo created\n", await ApplyAsync(kubectl, Manifests.Geo()));
        Assert.Equal("deployment.apps/geo unchanged\n", await ApplyAsync(kubectl, Manifests.Geo()));
        Assert.Equal("deployment.apps/geo configured (server dry run)\n", await ApplyAsync(kubectl, Manifests.Geo(replicas: 1), "--dry-run=server"));
        Assert.Equal("deployment.apps/geo configured\n", await ApplyAsync(kubectl, Manifests.Geo(replicas: 1)));
        Assert.Equal("1", (await kubectl.RunAsync("get", "deployment", "geo", "-o", "jsonpath={.spec.replicas}")).Ok().Output);
    }

    [Fact]
    public async Task SeveralDocuments_AreAppliedInOrder()
    {
        var kubectl = await cluster.CreateNamespaceAsync("apply-many");
        const string documents = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings}
            data: {a: b}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: geo}
            spec:
              selector: {app: geo}
              ports: [{port: 8083}]
            """;

        Assert.Equal("configmap/settings created\nservice/geo created\n", await ApplyAsync(kubectl, documents));
        Assert.Equal("configmap/settings unchanged\nservice/geo unchanged\n", await ApplyAsync(kubectl, documents));
        Assert.Equal(
            "NAME TYPE CLUSTER-IP EXTERNAL-IP PORT(S) AGE SELECTOR\ngeo ClusterIP IP <none> 8083/TCP AGE app=geo",
            (await kubectl.RunAsync("get", "services", "-o", "wide")).Ok().Normalised);
    }

    [Fact]
    public async Task ServerSide_ConflictsUntilForced()
    {
        var kubectl = await cluster.CreateNamespaceAsync("apply-server");

        Assert.Equal("deployment.apps/geo serverside-applied\n", await ApplyAsync(kubectl, Manifests.Geo(), "--server-side"));
        Assert.Equal("deployment.apps/geo serverside-applied\n", await ApplyAsync(kubectl, Manifests.Geo(), "--server-side"));
        var conflict = await kubectl.RunWithInputAsync(
            Manifests.Geo(replicas: 1), "apply", "--server-side", "--field-manager=other", "-f", "-");
        Assert.StartsWith(
            "error: Apply failed with 1 conflict: conflict with \"kubectl\": .spec.replicas\n", conflict.Fails().Text, StringComparison.Ordinal);
        Assert.Equal(
            "deployment.apps/geo serverside-applied\n",
            await ApplyAsync(kubectl, Manifests.Geo(replicas: 1), "--server-side", "--field-manager=other", "--force-conflicts"));
        Assert.Equal("1", (await kubectl.RunAsync("get", "deployment", "geo", "-o", "jsonpath={.spec.replicas}")).Ok().Output);
    }

    [Fact]
    public async Task UnknownField_IsRefusedAsRecorded()
    {
        var kubectl = await cluster.CreateNamespaceAsync("apply-unknown");

        var result = await kubectl.RunWithInputAsync(Manifests.Geo().Replace("replicas:", "replicass:", StringComparison.Ordinal), "apply", "-f", "-");

        Assert.Equal(
            "Error from server (BadRequest): error when creating \"STDIN\": Deployment in version \"v1\" cannot be handled as a Deployment: "
            + "strict decoding error: unknown field \"spec.replicass\"\n",
            result.Fails().Text);
    }

    [Fact]
    public async Task UnknownField_IsAWarningWhereAskedFor()
    {
        var kubectl = await cluster.CreateNamespaceAsync("apply-warn");

        var result = await kubectl.RunWithInputAsync(
            Manifests.Geo().Replace("replicas:", "replicass:", StringComparison.Ordinal), "apply", "--validate=warn", "-f", "-");

        Assert.Equal("deployment.apps/geo created\n", result.Ok().Output);
        Assert.Equal("Warning: unknown field \"spec.replicass\"\n", result.Error);
    }

    [Fact]
    public async Task BrokenRules_AreListedAsRecorded()
    {
        var kubectl = await cluster.CreateNamespaceAsync("apply-invalid");

        var deployment = await kubectl.RunWithInputAsync(
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: bad}
            spec: {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: c}}, spec: {containers: [{name: x}]}}}
            """,
            "apply",
            "-f",
            "-");
        var pod = await kubectl.RunWithInputAsync(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: Bad_Name}
            spec: {containers: [{name: x, image: "UPPER:bad tag"}]}
            """,
            "apply",
            "-f",
            "-");

        Assert.Equal(
            """
            The Deployment "bad" is invalid:
            * spec.template.metadata.labels: Invalid value: {"a":"c"}: `selector` does not match template `labels`
            * spec.template.spec.containers[0].image: Required value
            """,
            deployment.Fails().Normalised);
        Assert.Equal(
            "The Pod \"Bad_Name\" is invalid: metadata.name: Invalid value: \"Bad_Name\": a lowercase RFC 1123 subdomain must consist of lower "
            + "case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for "
            + "validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')\n",
            pod.Fails().Text);
    }

    private static async Task<string> ApplyAsync(KubectlCommand kubectl, string manifest, params string[] flags) =>
        (await kubectl.RunWithInputAsync(manifest, ["apply", .. flags, "-f", "-"])).Ok().Text;
}
