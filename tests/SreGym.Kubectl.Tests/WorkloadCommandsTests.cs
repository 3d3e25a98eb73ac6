namespace SreGym.Kubectl.Tests;

public sealed class WorkloadCommandsTests(KubectlCluster cluster)
{
    private const string TableOfPods = "NAME READY STATUS RESTARTS AGE";

    [Fact]
    public async Task HealthyDeployment_RunsAndIsShown()
    {
        var kubectl = await DeployAsync("healthy");

        Assert.Equal(
            $"{TableOfPods}\ngeo-HASH-ID 1/1 Running 0 AGE\ngeo-HASH-ID 1/1 Running 0 AGE", (await kubectl.RunAsync("get", "pods")).Ok().Normalised);
        Assert.Equal(
            $"{TableOfPods} IP NODE NOMINATED NODE READINESS GATES\ngeo-HASH-ID 1/1 Running 0 AGE IP node-1 <none> <none>\n"
            + "geo-HASH-ID 1/1 Running 0 AGE IP node-1 <none> <none>",
            (await kubectl.RunAsync("get", "pods", "-o", "wide")).Ok().Normalised);
        Assert.Equal(
            "NAME READY UP-TO-DATE AVAILABLE AGE\ngeo 2/2 2 2 AGE", (await kubectl.RunAsync("get", "deployments")).Ok().Normalised);
        Assert.Equal(
            "NAME DESIRED CURRENT READY AGE\ngeo-HASH 2 2 2 AGE", (await kubectl.RunAsync("get", "replicasets")).Ok().Normalised);
        Assert.Equal(
            "pod/geo-HASH-ID pod/geo-HASH-ID deployment.apps/geo replicaset.apps/geo-HASH",
            string.Join(' ', (await kubectl.RunAsync("get", "all", "-o", "name")).Ok().Normalised.Split('\n')));
        Assert.Contains("healthy geo-HASH-ID 1/1 Running", (await kubectl.RunAsync("get", "pods", "-A")).Ok().Normalised, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Selectors_ChooseAtTheServer()
    {
        var kubectl = await DeployAsync("selectors");

        Assert.Equal(3, Lines(await kubectl.RunAsync("get", "pods", "-l", "app=geo")));
        Assert.Equal(3, Lines(await kubectl.RunAsync("get", "pods", "-l", "app in (geo, other),!missing")));
        Assert.Equal("No resources found in selectors namespace.\n", (await kubectl.RunAsync("get", "pods", "-l", "app=other")).Ok().Text);
        Assert.Equal(3, Lines(await kubectl.RunAsync("get", "pods", "--field-selector=status.phase=Running")));
        Assert.Equal("No resources found in selectors namespace.\n", (await kubectl.RunAsync("get", "pods", "--field-selector=status.phase=Pending")).Ok().Text);
    }

    [Fact]
    public async Task DescribePod_ReadsLikeARealOne()
    {
        var kubectl = await DeployAsync("describe");

        var text = (await kubectl.RunAsync("describe", "pods", "-l", "app=geo")).Ok().Normalised;

        Assert.Contains("Node: node-1/IP", text, StringComparison.Ordinal);
        Assert.Contains("Controlled By: ReplicaSet/geo-HASH", text, StringComparison.Ordinal);
        Assert.Contains("State: Running", text, StringComparison.Ordinal);
        Assert.Contains("/var/run/secrets/kubernetes.io/serviceaccount from kube-api-access-", text, StringComparison.Ordinal);
        Assert.Contains("QoS Class: BestEffort", text, StringComparison.Ordinal);
        Assert.Contains("ContainersReady True", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DescribeDeploymentServiceAndNode_ReadLikeRealOnes()
    {
        var kubectl = await DeployAsync("describe-more");
        (await kubectl.RunAsync("expose", "deployment", "geo", "--port=8083")).Ok();

        var deployment = (await kubectl.RunAsync("describe", "deployment", "geo")).Ok().Normalised;
        var service = (await kubectl.RunAsync("describe", "service", "geo")).Ok().Normalised;
        var node = (await kubectl.RunAsync("describe", "node", "node-1")).Ok().Normalised;

        Assert.Contains("Replicas: 2 desired | 2 updated | 2 total | 2 available | 0 unavailable", deployment, StringComparison.Ordinal);
        Assert.Contains("NewReplicaSet: geo-HASH (2/2 replicas created)", deployment, StringComparison.Ordinal);
        Assert.Contains("Normal ScalingReplicaSet", deployment, StringComparison.Ordinal);
        Assert.Contains("Type: ClusterIP", service, StringComparison.Ordinal);
        Assert.Contains("Endpoints: IP:8083", service, StringComparison.Ordinal);
        Assert.Contains("Ready True", node, StringComparison.Ordinal);
        Assert.Contains("describe-more geo-HASH-ID", node, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rollout_RestartsShowsAndUndoes()
    {
        var kubectl = await DeployAsync("rollout");

        Assert.Equal("deployment.apps/geo restarted\n", (await kubectl.RunAsync("rollout", "restart", "deployment", "geo")).Ok().Text);
        Assert.EndsWith(
            "deployment \"geo\" successfully rolled out\n",
            (await kubectl.RunAsync("rollout", "status", "deployment", "geo", "--timeout=30s")).Ok().Output,
            StringComparison.Ordinal);
        Assert.Equal(
            "deployment.apps/geo\nREVISION CHANGE-CAUSE\n1 <none>\n2 <none>",
            (await kubectl.RunAsync("rollout", "history", "deployment", "geo")).Ok().Normalised);
        Assert.Equal("deployment.apps/geo rolled back\n", (await kubectl.RunAsync("rollout", "undo", "deployment", "geo")).Ok().Output);
        (await kubectl.RunAsync("rollout", "status", "deployment", "geo", "--timeout=30s")).Ok();
        Assert.Equal(
            "deployment.apps/geo\nREVISION CHANGE-CAUSE\n2 <none>\n3 <none>",
            (await kubectl.RunAsync("rollout", "history", "deployment", "geo")).Ok().Normalised);
    }

    [Fact]
    public async Task MissingImage_IsShownAsRecorded()
    {
        var kubectl = await cluster.CreateNamespaceAsync("missing-image");
        (await kubectl.RunWithInputAsync(Manifests.Geo(1, "ghcr.io/sregym/nothing:v1"), "apply", "-f", "-")).Ok();

        var waiting = await kubectl.RunAsync(
            "wait", "pod", "-l", "app=geo", "--for=jsonpath={.status.containerStatuses[0].state.waiting.reason}=ImagePullBackOff", "--timeout=30s");
        var timeout = await kubectl.RunAsync("rollout", "status", "deployment", "geo", "--timeout=1s");
        var events = (await kubectl.RunAsync("events")).Ok().Normalised;

        Assert.EndsWith("condition met\n", waiting.Ok().Text, StringComparison.Ordinal);
        Assert.Contains("Waiting for deployment \"geo\" rollout to finish: 0 of 1 updated replicas are available...", timeout.Fails().Text, StringComparison.Ordinal);
        Assert.Contains("Pod/geo-HASH-ID Back-off pulling image \"ghcr.io/sregym/nothing:v1\"", events, StringComparison.Ordinal);
        Assert.Contains("Warning Failed pod/geo-HASH-ID Error: ImagePullBackOff", (await kubectl.RunAsync("get", "events")).Ok().Normalised, StringComparison.Ordinal);
        Assert.Contains(
            "is waiting to start: trying and failing to pull image", (await kubectl.RunAsync("logs", "deployment/geo")).Fails().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wait_ReturnsWhenTheConditionHolds()
    {
        var kubectl = await DeployAsync("wait");

        Assert.Equal(
            "deployment.apps/geo condition met\n",
            (await kubectl.RunAsync("wait", "--for=condition=available", "deployment/geo", "--timeout=20s")).Ok().Text);
        Assert.Equal(
            "error: timed out waiting for the condition on deployments/geo\n",
            (await kubectl.RunAsync("wait", "--for=condition=nonsense", "deployment/geo", "--timeout=1s")).Fails().Text);
    }

    [Fact]
    public async Task Watch_PrintsEveryChange()
    {
        var kubectl = await DeployAsync("watch");
        using var watch = kubectl.Start("get", "deployment", "geo", "--watch");
        Assert.StartsWith("NAME", await NextLineAsync(watch), StringComparison.Ordinal);
        Assert.StartsWith("geo    2/2", await NextLineAsync(watch), StringComparison.Ordinal);

        (await kubectl.RunAsync("scale", "deployment", "geo", "--replicas=3")).Ok();
        string? line;
        do
        {
            line = await NextLineAsync(watch);
        }
        while (line is not null && !line.StartsWith("geo    3/3     3            3", StringComparison.Ordinal));

        watch.Kill();
        Assert.NotNull(line);
    }

    [Fact]
    public async Task DeletedPod_IsReplaced()
    {
        var kubectl = await DeployAsync("delete-pod");
        var pods = (await kubectl.RunAsync("get", "pods", "-o", "name")).Ok().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        var deleted = await kubectl.RunAsync("delete", pods[0]);

        Assert.Matches("^pod \"geo-[a-z0-9]+-[a-z0-9]{5}\" deleted", deleted.Ok().Text);
        (await kubectl.RunAsync("rollout", "status", "deployment", "geo", "--timeout=30s")).Ok();
        Assert.DoesNotContain(pods[0], (await kubectl.RunAsync("get", "pods", "-o", "name")).Ok().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DeletedDeploymentAndNamespace_TakeTheirObjectsAlong()
    {
        var kubectl = await DeployAsync("delete-all");

        Assert.StartsWith(
            "deployment.apps \"geo\" deleted",
            (await kubectl.RunAsync("delete", "deployment", "geo", "--cascade=foreground")).Ok().Text,
            StringComparison.Ordinal);
        Assert.Equal("No resources found in delete-all namespace.\n", (await kubectl.RunAsync("get", "replicasets")).Ok().Text);
        Assert.StartsWith(
            "namespace \"delete-all\" deleted", (await cluster.Kubectl.RunAsync("delete", "namespace", "delete-all")).Ok().Text, StringComparison.Ordinal);
        Assert.Equal(
            "Error from server (NotFound): namespaces \"delete-all\" not found\n",
            (await cluster.Kubectl.RunAsync("get", "namespace", "delete-all")).Fails().Text);
    }

    [Fact]
    public async Task Logs_ComeFromTheContainer()
    {
        var kubectl = await DeployAsync("logs");

        Assert.NotEmpty((await kubectl.RunAsync("logs", "deployment/geo", "--tail=5")).Ok().Output);
        Assert.Contains("container nope is not valid for pod geo-", (await kubectl.RunAsync("logs", "deployment/geo", "-c", "nope")).Fails().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exec_RunsCommandsAndHandsBackTheirExitCode()
    {
        var kubectl = await DeployAsync("exec");

        Assert.Contains("tmp\n", (await kubectl.RunAsync("exec", "deployment/geo", "--", "ls")).Ok().Output, StringComparison.Ordinal);
        Assert.Equal("command terminated with exit code 1\n", (await kubectl.RunAsync("exec", "deployment/geo", "--", "false")).Fails().Text);
    }

    [Fact]
    public async Task Nodes_AreReady()
    {
        await DeployAsync("nodes");

        Assert.Matches(@"^NAME STATUS ROLES AGE VERSION\nnode-1 Ready <none> AGE v1\.36\.\d+$", (await cluster.Kubectl.RunAsync("get", "nodes")).Ok().Normalised);
    }

    private async Task<KubectlCommand> DeployAsync(string name)
    {
        var kubectl = await cluster.CreateNamespaceAsync(name);
        (await kubectl.RunWithInputAsync(Manifests.Geo(), "apply", "-f", "-")).Ok();
        (await kubectl.RunAsync("rollout", "status", "deployment", "geo", "--timeout=40s")).Ok();
        return kubectl;
    }

    private static int Lines(KubectlResult result) => result.Ok().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;

    private static async Task<string?> NextLineAsync(System.Diagnostics.Process process) =>
        await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(20));
}
