using k8s;
using k8s.Models;
using SreGym.IncidentHost;
using SreGym.Problems;
using SreGym.Problems.Baselines;
using SreGym.Problems.Checks;
using SreGym.Problems.Subjects;

namespace SreGym.Oracle.Tests.Checks;

/// <summary>
/// What a pod that does not end means for a rollout that is complete otherwise. The pods are on a node that is not there, so that they are
/// and end only when a test says so.
/// </summary>
public sealed class RolloutCompleteTests(IncidentServicesFixture fixture) : IAsyncLifetime
{
    private const string Namespace = "hotel-reservation";
    private const string Name = "recommendation";

    private const string Running =
        """
        {"phase":"Running","conditions":[{"type":"Ready","status":"True"}],
         "containerStatuses":[{"name":"main","ready":true,"state":{"running":{"startedAt":"2026-01-01T00:00:00Z"}}}]}
        """;

    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(200);
    private static int s_clusters;

    private readonly string _cluster = $"rollout-{Interlocked.Increment(ref s_clusters)}";
    private EmptyCluster _subject = null!;
    private Baseline _baseline = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _subject = await EmptyCluster.CreateAsync(fixture.Services, _cluster);
        await _subject.Client.CoreV1.CreateNamespaceAsync(new V1Namespace { Metadata = new V1ObjectMeta { Name = Namespace } }, cancellationToken: Cancelled);
        await _subject.Client.AppsV1.CreateNamespacedDeploymentAsync(Deployment(), Namespace, cancellationToken: Cancelled);
        await RunPodsAsync();
        _baseline = await BaselineCrawler.CaptureAsync(new SubjectApi(_subject.Client), Cancelled);
    }

    public async ValueTask DisposeAsync()
    {
        await _subject.DisposeAsync();
    }

    [Fact]
    public async Task Check_PodOfTheRevisionBeforeDoesNotEnd_Passes()
    {
        await RestartAsync();

        var outcome = await EvaluateAsync(s_moment);

        Assert.True(outcome.Passed, outcome.Reason);
    }

    [Fact]
    public async Task Check_PodOfTheCurrentRevisionDoesNotEnd_Fails()
    {
        var pod = await DeletePodAsync();

        var outcome = await EvaluateAsync(s_moment);

        Assert.False(outcome.Passed);
        Assert.Contains($"pod {pod} is still terminating", outcome.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_PodOfTheCurrentRevisionEndsInTime_Passes()
    {
        var pod = await DeletePodAsync();

        var evaluation = EvaluateAsync(TimeSpan.FromMinutes(5));
        await _subject.Client.CoreV1.DeleteNamespacedPodAsync(pod, Namespace, gracePeriodSeconds: 0, cancellationToken: Cancelled);

        Assert.True((await evaluation).Passed);
    }

    [Fact]
    public async Task Check_PodThatHasNeverRunDoesNotEnd_Passes()
    {
        var pod = await FindPodAsync();
        await WriteStatusAsync(pod, """{"containerStatuses":[{"name":"main","state":{"waiting":{"reason":"ImagePullBackOff"}}}]}""");
        await DeletePodAsync();

        var outcome = await EvaluateAsync(s_moment);

        Assert.True(outcome.Passed, outcome.Reason);
    }

    private static V1Deployment Deployment() => new()
    {
        Metadata = new V1ObjectMeta { Name = Name },
        Spec = new V1DeploymentSpec
        {
            Replicas = 1,
            Selector = new V1LabelSelector { MatchLabels = new Dictionary<string, string> { ["app"] = Name } },
            Template = new V1PodTemplateSpec
            {
                Metadata = new V1ObjectMeta { Labels = new Dictionary<string, string> { ["app"] = Name } },
                Spec = new V1PodSpec { NodeName = "elsewhere", Containers = [new V1Container { Name = "main", Image = "busybox:1.36" }] },
            },
        },
    };

    private async Task<string> DeletePodAsync()
    {
        var pod = await FindPodAsync();
        await _subject.Client.CoreV1.DeleteNamespacedPodAsync(pod, Namespace, cancellationToken: Cancelled);
        await RunPodsAsync();
        return pod;
    }

    private async Task RestartAsync()
    {
        var restart = """{"spec":{"template":{"metadata":{"annotations":{"kubectl.kubernetes.io/restartedAt":"now"}}}}}""";
        await _subject.Client.AppsV1.PatchNamespacedDeploymentAsync(
            new V1Patch(restart, V1Patch.PatchType.MergePatch), Name, Namespace, cancellationToken: Cancelled);
        await RunPodsAsync();
    }

    private async Task<string> FindPodAsync() =>
        Assert.Single((await _subject.Client.CoreV1.ListNamespacedPodAsync(Namespace, cancellationToken: Cancelled)).Items).Name();

    // In the place of the node that is not there.
    private async Task RunPodsAsync()
    {
        await foreach (var snapshot in new WorkloadWatch(new SubjectApi(_subject.Client), Namespace, TimeProvider.System).ReadAllAsync(Cancelled))
        {
            var pods = snapshot.Pods.Values.Select(PodState.Of).ToLookup(pod => pod.Terminating);
            foreach (var pod in pods[false].Where(pod => !pod.Ready))
            {
                await WriteStatusAsync(pod.Name, Running);
            }

            // The controllers have seen which pods end, and are content.
            if (snapshot.FindWaiting(Name) is null
                && pods[false].Any(pod => pod.Ready)
                && snapshot.Deployments[Name].Number("status", "terminatingReplicas") == pods[true].Count())
            {
                return;
            }
        }
    }

    private Task<V1Pod> WriteStatusAsync(string pod, string status) => _subject.Client.CoreV1.PatchNamespacedPodStatusAsync(
        new V1Patch($$"""{"status":{{status}}}""", V1Patch.PatchType.MergePatch), pod, Namespace, cancellationToken: Cancelled);

    private Task<CheckOutcome> EvaluateAsync(TimeSpan settling) => new RolloutCompleteCheck { SettlingLimit = settling }.EvaluateAsync(
        new CheckContext
        {
            Settings = ProblemSettings.Resolve(ProblemCatalogue.Find("missing_image_pull_secret")!, []),
            Subject = new SubjectApi(_subject.Client),
            Baseline = _baseline,
            RegistryHost = "",
            Registry = new NoRegistry(),
            Images = [],
            Pulls = [],
            FaultInjectedAt = DateTimeOffset.MinValue,
            StabilityWindow = TimeSpan.FromSeconds(30),
            Clock = TimeProvider.System,
        },
        Cancelled);

    // The check has no business with it.
    private sealed class NoRegistry : IRegistryProbe
    {
        public Task<int> PingAsync(RegistryLogin? login, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<int> FindManifestAsync(RegistryLogin login, string repository, string reference, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
