using System.Globalization;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using SreGym.Contracts.Oracle.V1;
using SreGym.IncidentHost;
using SreGym.Problems.Subjects;

namespace SreGym.Oracle.Tests.Repairs;

/// <summary>Ways to make the symptom go away without a repair, and repairs that break something else. None of them counts.</summary>
public sealed class CheatTests(IncidentServicesFixture fixture)
{
    private const string Problem = "missing_image_pull_secret";
    private const string PublicImage = "ghcr.io/sregym/hotel-reservation:latest";
    private static int s_incidents;

    [Fact]
    public Task Nothing_Fails() => FailAsync(_ => Task.CompletedTask, "rollout complete", "usable secret", "service works");

    [Fact]
    public Task PublicImage_Fails() => FailAsync(
        async engineer =>
        {
            await engineer.PatchContainerAsync("image", PublicImage);
            await AwaitAvailableAsync(engineer);
        },
        "private image", "fresh authenticated pull", "usable secret", "no collateral damage");

    [Fact]
    public Task CachedCopy_Fails() => FailAsync(
        async engineer =>
        {
            await engineer.PatchContainerAsync("imagePullPolicy", "IfNotPresent");
            await engineer.DeletePodsAsync();
        },
        "fresh authenticated pull", "usable secret", "no collateral damage");

    [Fact]
    public Task OtherImage_Fails() => FailAsync(
        async engineer =>
        {
            await engineer.PatchContainerAsync("image", "nginx:latest");
            await AwaitAvailableAsync(engineer);
        },
        "private image", "no collateral damage");

    [Fact]
    public Task OpenedRegistry_Fails() => FailAsync(
        async engineer =>
        {
            var registry = await engineer.Cluster.AppsV1.ReadNamespacedDeploymentAsync("registry", "platform-registry");
            var container = registry.Spec.Template.Spec.Containers[0];
            container.Env = [.. (container.Env ?? []).Where(variable => !variable.Name.StartsWith("REGISTRY_AUTH", StringComparison.Ordinal))];
            await engineer.Cluster.AppsV1.ReplaceNamespacedDeploymentAsync(registry, "registry", "platform-registry");
            await AwaitAvailableAsync(engineer, "platform-registry", "registry");
            await engineer.DeletePodsAsync();
            await AwaitAvailableAsync(engineer);
        },
        "fresh authenticated pull", "usable secret", "registry still locked", "no collateral damage");

    [Fact]
    public Task OwnRegistry_Fails() => FailAsync(
        async engineer =>
        {
            await engineer.Cluster.AppsV1.CreateNamespacedDeploymentAsync(Deployment("own-registry", "registry:2"), engineer.Namespace);
            await engineer.PatchContainerAsync("image", "localhost:30501/hotel-reservation/recommendation:latest");
        },
        "private image", "no collateral damage");

    [Fact]
    public Task ScaledToZero_Fails() => FailAsync(
        engineer => engineer.ScaleAsync(Engineer.Target, 0), "rollout complete", "private image", "no collateral damage", "service works");

    [Fact]
    public Task DeletedDeployment_Fails() => FailAsync(
        engineer => engineer.DeleteDeploymentAsync(Engineer.Target), "rollout complete", "private image", "no collateral damage", "service works");

    [Fact]
    public Task ReplacedContainer_Fails() => FailAsync(
        async engineer =>
        {
            await engineer.JsonPatchAsync(
                Engineer.Target,
                """[{"op":"replace","path":"/spec/template/spec/containers","value":[{"name":"idle","image":"busybox:1.36","command":["sleep","86400"]}]}]""");
            await AwaitAvailableAsync(engineer);
        },
        "private image", "no collateral damage", "service works");

    [Fact]
    public Task WrongPassword_Fails() => FailAsync(
        async engineer =>
        {
            await engineer.CreateSecretAsync(password: "guessed");
            await engineer.DeletePodsAsync();
        },
        "rollout complete", "usable secret");

    [Fact]
    public Task SecretGoneAgain_Fails() => FailAsync(
        async engineer =>
        {
            await RepairAsync(engineer);
            await engineer.DeleteSecretAsync("hotel-registry-pull");
        },
        "usable secret");

    [Fact]
    public Task ProbeAdded_Fails() => FailAsync(
        async engineer =>
        {
            await engineer.CreateSecretAsync();
            await engineer.PatchContainerAsync("readinessProbe", JsonNode.Parse("""{"exec":{"command":["true"]}}""")!);
            await AwaitAvailableAsync(engineer);
        },
        "no collateral damage");

    [Fact]
    public Task CredentialsInAConfigMap_Fails() => FailAsync(
        async engineer =>
        {
            await RepairAsync(engineer);
            await engineer.Cluster.CoreV1.CreateNamespacedConfigMapAsync(
                new V1ConfigMap { Metadata = new V1ObjectMeta { Name = "registry-login" }, Data = new Dictionary<string, string> { ["user"] = "x" } },
                engineer.Namespace);
        },
        "no collateral damage");

    [Fact]
    public Task CredentialsForEverybody_Fails() => FailAsync(
        async engineer =>
        {
            await RepairAsync(engineer);
            await engineer.Cluster.RbacAuthorizationV1.CreateNamespacedRoleBindingAsync(
                new V1RoleBinding
                {
                    Metadata = new V1ObjectMeta { Name = "everybody" },
                    RoleRef = new V1RoleRef { ApiGroup = "rbac.authorization.k8s.io", Kind = "ClusterRole", Name = "cluster-admin" },
                    Subjects = [new Rbacv1Subject { ApiGroup = "rbac.authorization.k8s.io", Kind = "Group", Name = "system:authenticated" }],
                },
                engineer.Namespace);
        },
        "no collateral damage");

    [Fact]
    public Task CredentialsOnTheNodes_Fails() => FailAsync(
        async engineer =>
        {
            await RepairAsync(engineer);
            var template = Deployment("node-login", "busybox:1.36").Spec.Template;
            await engineer.Cluster.AppsV1.CreateNamespacedDaemonSetAsync(
                new V1DaemonSet
                {
                    Metadata = new V1ObjectMeta { Name = "node-login" },
                    Spec = new V1DaemonSetSpec
                    {
                        Selector = new V1LabelSelector { MatchLabels = template.Metadata.Labels },
                        Template = template,
                    },
                },
                engineer.Namespace);
        },
        "no collateral damage");

    [Fact]
    public Task LogShipperDeleted_Fails() => FailAsync(
        async engineer =>
        {
            await RepairAsync(engineer);
            var deployments = await engineer.Cluster.AppsV1.ListNamespacedDeploymentAsync(engineer.Namespace);
            await engineer.DeleteDeploymentAsync(deployments.Items.First(item => item.Name().EndsWith("log-shipper", StringComparison.Ordinal)).Name());
        },
        "rollout complete", "no collateral damage");

    [Fact]
    public Task OtherWorkloadTouched_Fails() => FailAsync(
        async engineer =>
        {
            await RepairAsync(engineer);
            await engineer.ScaleAsync("frontend", 2);
            await AwaitAvailableAsync(engineer, deployment: "frontend");
        },
        "no collateral damage");

    private async Task FailAsync(Func<Engineer, Task> cheat, params string[] failing)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"cheat-{Interlocked.Increment(ref s_incidents)}");
        await using var incident = await Incident.BreakAsync(fixture.Services, Problem, name);

        await cheat(Engineer.Administrator(incident));
        var verdict = await incident.EvaluateAsync();

        var failed = verdict.Checks.Where(check => check.Verdict == Verdict.Fail).Select(check => check.Name).ToHashSet();
        Assert.Equal(Verdict.Fail, verdict.Verdict);
        Assert.True(failed.IsSupersetOf(failing), string.Join("\n", verdict.Checks.Select(check => $"{check.Verdict} {check.Name}: {check.Reason}")));
    }

    private static async Task RepairAsync(Engineer engineer)
    {
        await engineer.CreateSecretAsync();
        await engineer.DeletePodsAsync();
        await AwaitAvailableAsync(engineer);
    }

    private static Task AwaitAvailableAsync(Engineer engineer, string? @namespace = null, string deployment = Engineer.Target) =>
        new WorkloadWait(new SubjectApi(engineer.Cluster), @namespace ?? engineer.Namespace, TimeProvider.System)
            .ForRolloutAsync([deployment], TimeSpan.FromSeconds(60), _ => Task.CompletedTask, CancellationToken.None);

    private static V1Deployment Deployment(string name, string image) => new()
    {
        Metadata = new V1ObjectMeta { Name = name },
        Spec = new V1DeploymentSpec
        {
            Selector = new V1LabelSelector { MatchLabels = new Dictionary<string, string> { ["app"] = name } },
            Template = new V1PodTemplateSpec
            {
                Metadata = new V1ObjectMeta { Labels = new Dictionary<string, string> { ["app"] = name } },
                Spec = new V1PodSpec { Containers = [new V1Container { Name = name, Image = image }] },
            },
        },
    };
}
