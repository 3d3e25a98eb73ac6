using SreGym.Contracts.Common.V1;
using SreGym.Contracts.Injector.V1;
using SreGym.Contracts.Oracle.V1;
using SreGym.IncidentHost;
using SreGym.Problems;
using SreGym.Problems.Subjects;

namespace SreGym.Injector.Tests.Problems;

/// <summary>The block of the public image's registry: whom it spares, and that it goes.</summary>
public sealed class PublicRegistryBlockTests(IncidentServicesFixture fixture)
{
    private static readonly ObjectKey s_pods = new(KubernetesResources.DaemonSets, "platform-registry", "registry-policy");
    private static int s_incidents;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Inject_RegistryThatOthersUse_IsLeftOpenAndTheyAreNamed()
    {
        await using var incident = await PrepareAsync("recommendation");

        var state = FindLock(await incident.InjectAsync());

        Assert.False(state.Locked);
        Assert.Equal(
            "not locked, because ghcr.io is also used by Deployment hotel-reservation/frontend, Deployment hotel-reservation/geo, "
            + "Deployment hotel-reservation/profile and 4 more",
            state.Detail);
        Assert.Null(await incident.Api.FindAsync(s_pods, Cancelled));
    }

    [Fact]
    public async Task Inject_RegistryOfTheTargetsAlone_IsBlockedUntilRecovery()
    {
        await using var incident = await PrepareAsync("all");

        var state = FindLock(await incident.InjectAsync());
        await incident.AwaitSymptomAsync();
        var blocked = await incident.Api.FindAsync(s_pods, Cancelled);
        var events = await incident.Api.FindAllAsync(KubernetesResources.Events, s_pods.Namespace, Cancelled);
        var damage = (await incident.EvaluateAsync()).Checks.Single(check => check.Name == "no collateral damage");
        await incident.RecoverAsync(keepPreparation: true);

        Assert.True(state.Locked, state.Detail);
        Assert.NotNull(blocked);
        Assert.DoesNotContain(events!.Items, item => item.Text("involvedObject", "name")!.StartsWith(s_pods.Name, StringComparison.Ordinal));
        Assert.True(damage.Verdict == Verdict.Pass, damage.Reason);
        Assert.Null(await incident.Api.FindAsync(s_pods, Cancelled));
    }

    private static LockState FindLock(FaultSummary summary) => summary.Locks.Single(state => state.Name == "public registries");

    private async Task<Incident> PrepareAsync(string services)
    {
        var incident = await Incident.PrepareAsync(
            fixture.Services, ProblemCatalogue.Ids[0], $"block-{Interlocked.Increment(ref s_incidents)}", 1, ("services", services));
        incident.Subject.Capabilities = new SubjectCapabilities { CanBlockPublic = true, NodeRuntime = "containerd://1.7.0" };
        incident.Subject.Settings = new SubjectSettings { BlockPublic = true };
        return incident;
    }
}
