using SreGym.Contracts.Oracle.V1;
using SreGym.Oracle.Tests.Repairs;
using SreGym.TestingHost.RealClusters;

namespace SreGym.Oracle.Tests.RealClusters;

/// <summary>What counts and what does not is the same where containers, kubelets and the registry are real.</summary>
public sealed class RealClusterAttemptTests(RealIncident incident) : IClassFixture<RealIncident>
{
    public static TheoryData<string> Names => [.. RealAttempts.Chosen.Select(attempt => attempt.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Attempt_OnARealCluster_CountsAsOnTheEmbeddedOne(string name)
    {
        Assert.SkipUnless(RealClusterTurn.IsThere, RealClusterTurn.Missing);
        var attempt = RealAttempts.Chosen.Single(candidate => candidate.Name == name);

        var verdict = await incident.PerformAsync(attempt);

        var failed = verdict.Checks.Where(check => check.Verdict == Verdict.Fail).Select(check => check.Name).ToHashSet();
        Assert.True(attempt.IsRepair == (verdict.Verdict == Verdict.Pass), AttemptResults.Explain(verdict));
        Assert.True(failed.IsSupersetOf(attempt.Failing), AttemptResults.Explain(verdict));
        incident.Page.AssertSays(attempt, verdict);
    }

    [Fact]
    public async Task CachedCopy_OnANodeThatIsPurged_DoesNotRun()
    {
        Assert.SkipUnless(RealClusterTurn.IsThere, RealClusterTurn.Missing);

        var verdict = await incident.PerformAsync(Attempts.All.Single(attempt => attempt.Name == "run the node's cached copy (Never)"));

        Assert.Contains(incident.Locks, state => state is { Name: "image caches", Locked: true });
        Assert.Contains(incident.Locks, state => state is { Name: "public registries", Locked: false });
        Assert.Contains(verdict.Checks, check => check is { Name: "rollout complete", Verdict: Verdict.Fail });
    }
}
