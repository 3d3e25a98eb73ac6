using SreGym.Contracts.Oracle.V1;
using SreGym.Oracle.Tests.Repairs;
using SreGym.Problems.Baselines;
using SreGym.TestingHost.RealClusters;

namespace SreGym.Oracle.Tests.RealClusters;

/// <summary>What counts and what does not is the same where containers, kubelets and the registry are real.</summary>
public sealed class RealClusterAttemptTests(RealIncident incident) : IClassFixture<RealIncident>
{
    public static TheoryData<string> Names => [.. RealAttempts.Chosen.Select(attempt => attempt.Key)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Attempt_OnARealCluster_CountsAsOnTheEmbeddedOne(string name)
    {
        Assert.SkipUnless(RealClusterTurn.IsThere, RealClusterTurn.Missing);
        var attempt = RealAttempts.Chosen.Single(candidate => candidate.Key == name);

        var verdict = await incident.PerformAsync(attempt);

        var failed = verdict.Checks.Where(check => check.Verdict == Verdict.Fail).Select(check => check.Name).ToHashSet();
        Assert.True(attempt.IsRepair == (verdict.Verdict == Verdict.Pass), AttemptResults.Explain(verdict));
        Assert.True(failed.IsSupersetOf(attempt.Failing), AttemptResults.Explain(verdict));
        incident.Page.AssertSays(attempt, verdict);
    }

    [Fact]
    public async Task Baseline_OnARealCluster_HasKindsOfEveryVersion()
    {
        Assert.SkipUnless(RealClusterTurn.IsThere, RealClusterTurn.Missing);
        var subject = await incident.GetAsync(Attempts.MissingSecret, Engineer.Target);
        var engineer = Engineer.Administrator(subject);
        var name = $"bystander-{Guid.NewGuid():N}"[..16];
        await engineer.CreateAutoscalerAsync(name);
        await engineer.CreateCronJobAsync(name);
        await engineer.CreateDisruptionBudgetAsync(name);
        var before = await BaselineCrawler.CaptureAsync(subject.Api, TestContext.Current.CancellationToken);

        await engineer.ChangeAutoscalerAsync(name);
        await engineer.ChangeCronJobAsync(name);
        await engineer.ChangeDisruptionBudgetAsync(name);

        var now = await BaselineCrawler.CaptureAsync(subject.Api, TestContext.Current.CancellationToken);
        var found = BaselineComparison.Compare(before, now).Select(difference => difference.ToString()).ToList();
        Assert.Contains($"HorizontalPodAutoscaler {engineer.Namespace}/{name}: spec.maxReplicas was 1, is 2", found);
        Assert.Contains($"CronJob {engineer.Namespace}/{name}: spec.schedule was \"0 0 1 1 *\", is \"0 0 2 1 *\"", found);
        Assert.Contains($"PodDisruptionBudget {engineer.Namespace}/{name}: spec.maxUnavailable was 0, is 1", found);
    }

    [Fact]
    public async Task CachedCopy_OnANodeThatIsPurged_DoesNotRun()
    {
        Assert.SkipUnless(RealClusterTurn.IsThere, RealClusterTurn.Missing);

        var verdict = await incident.PerformAsync(Attempts.All.Single(attempt => attempt.Name == "run the node's cached copy (Never)"));

        Assert.Contains(incident.Locks, state => state is { Name: "image caches", Locked: true });
        // The services that are no targets run the public image.
        Assert.Contains(
            incident.Locks,
            state => state is { Name: "public registries", Locked: false } && state.Detail.Contains("is also used by Deployment", StringComparison.Ordinal));
        Assert.Contains(verdict.Checks, check => check is { Name: "rollout complete", Verdict: Verdict.Fail });
    }
}
