using k8s;
using SreGym.Conductor.Targets;
using SreGym.Conductor.Targets.Real;
using SreGym.Contracts;
using SreGym.Contracts.Common.V1;
using SreGym.IncidentHost.Storms;
using SreGym.Recovery.Episodes;
using SreGym.ServiceDefaults.Subjects;
using SreGym.TestingHost.RealClusters;

namespace SreGym.Conductor.Tests.Targets;

/// <summary>What every target promises. Real clusters take part where there are some.</summary>
public sealed class TargetConformanceTests(TargetCases cases) : IClassFixture<TargetCases>
{
    public static TheoryData<string> Targets { get; } = ["embedded", "kubeconfig of an embedded cluster", TargetCases.RealCluster, "kind", "aws"];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Targets))]
    public void Validate_UnknownOption_NamesItAndTheKnownOnes(string name)
    {
        var (target, options) = cases.Create(name);

        target.Validate(options);
        var refused = Assert.Throws<SreGymException>(() => target.Validate(new Dictionary<string, string>(options) { ["no-such"] = "x" }));

        Assert.Contains("'no-such'", refused.Message, StringComparison.Ordinal);
        Assert.Contains(target.Name, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Walk_ProvisionFindRelease_KeepsEveryPromise(string name)
    {
        var (target, options) = cases.Create(name);
        using var turn = name == TargetCases.RealCluster ? await RealClusterTurn.TakeAsync(Cancelled) : null;
        var spec = TargetCases.Spec(target, options);
        await target.DemandUsableAsync(options, Cancelled);
        try
        {
            var steps = new List<Step>();
            var subject = await target.ProvisionAsync(spec, new StepReporter(steps.Add, TimeProvider.System), Cancelled);

            Assert.Equal((spec.EpisodeId, target.Name, spec.Seed), (subject.EpisodeId, subject.Target, subject.Seed));
            Assert.True(KubernetesVersion.Find(subject.Capabilities.KubernetesVersion)?.IsSupported, subject.Capabilities.KubernetesVersion);
            Assert.True(subject.Capabilities.Nodes >= 1);
            Assert.NotEmpty(subject.Capabilities.NodeRuntime);
            Assert.DoesNotContain(steps, step => step.State == StepState.Failed);
            var before = await ListNamespacesAsync(subject);
            Assert.Contains("kube-system", before);

            var record = new EpisodeRecord { Spec = spec, StartedAt = DateTimeOffset.UnixEpoch, KeptNamespaces = ["kept"] };
            if (await target.FindSubjectAsync(record, Cancelled) is { } found)
            {
                Assert.Equal(spec.EpisodeId, found.EpisodeId);
                Assert.Equal(["kept"], found.Settings.KeptNamespaces);
                Assert.Equal(before, await ListNamespacesAsync(found));
            }

            await target.ReleaseAsync(spec, Cancelled);
            await target.ReleaseAsync(spec, Cancelled);

            if (target.OwnsCluster(spec))
            {
                await Assert.ThrowsAnyAsync<Exception>(() => ListNamespacesAsync(subject));
            }
            else
            {
                Assert.Equal(before, await ListNamespacesAsync(subject));
            }
        }
        finally
        {
            await target.ReleaseAsync(spec, CancellationToken.None);
        }
    }

    [Fact]
    public async Task Provision_NamespaceOfSomebodyElse_IsRefusedUnlessAdopted()
    {
        var (target, options) = cases.Create("kubeconfig of an embedded cluster");
        await cases.CreateNamespaceAsync("hotel-reservation");
        var reporter = new StepReporter(_ => { }, TimeProvider.System);

        var refused = await Assert.ThrowsAsync<SreGymException>(
            () => target.ProvisionAsync(TargetCases.Spec(target, options), reporter, Cancelled));
        var adopting = new Dictionary<string, string>(options) { ["adopt-namespaces"] = "true" };
        var subject = await target.ProvisionAsync(TargetCases.Spec(target, adopting), reporter, Cancelled);

        Assert.Contains("hotel-reservation", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["hotel-reservation"], subject.Settings.KeptNamespaces);
        await cases.DeleteNamespaceAsync("hotel-reservation");
    }

    [Fact]
    public async Task Walk_ApiServerInAStorm_IsSatOutAndShown()
    {
        var requests = 0;
        var (server, path) = await cases.StartStormAsync(
            () => (Interlocked.Increment(ref requests) % 2) == 1 ? Weather.Unavailable : Weather.Fair);
        await using var _ = server;
        var target = new KubeconfigTarget(TimeProvider.System);
        var spec = TargetCases.Spec(target, new Dictionary<string, string> { ["kubeconfig"] = path });
        var steps = new List<Step>();

        var subject = await target.ProvisionAsync(spec, new StepReporter(steps.Add, TimeProvider.System), Cancelled);
        var identity = await RealCluster.IdentifyAsync(subject, spec, TimeProvider.System, Cancelled);
        var record = new EpisodeRecord { Spec = spec, StartedAt = DateTimeOffset.UnixEpoch, Cluster = identity };
        var found = await target.FindSubjectAsync(record, Cancelled);
        await target.ReleaseAsync(spec, Cancelled);

        Assert.NotNull(found);
        Assert.Contains(steps, step => step is { Name: "survey cluster", State: StepState.Progress }
            && step.Message.Contains("503", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Provision_NodesOfANewKindClusterInAStorm_AreWaitedFor()
    {
        var requests = 0;
        var (server, path) = await cases.StartStormAsync(() => Interlocked.Increment(ref requests) switch
        {
            1 => Weather.Unavailable,
            2 => Weather.Error,
            3 => Weather.DropsBefore,
            _ => Weather.Fair,
        });
        await using var _ = server;
        var target = cases.CreateKindOf(path);
        var steps = new List<Step>();

        await target.ProvisionAsync(
            TargetCases.Spec(target, new Dictionary<string, string>()), new StepReporter(steps.Add, TimeProvider.System), Cancelled);

        Assert.Contains(steps, step => step is { Name: "await nodes", State: StepState.Completed });
    }

    private static async Task<IReadOnlyList<string>> ListNamespacesAsync(Subject subject)
    {
        using var client = SubjectClient.Connect(subject);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        var list = await client.CoreV1.ListNamespaceAsync(cancellationToken: limit.Token);
        return [.. list.Items.Select(item => item.Metadata.Name).Order(StringComparer.Ordinal)];
    }
}
