using SreGym.TestingHost.RealClusters;

namespace SreGym.Standalone.Tests.Isolation;

/// <summary>
/// As <see cref="LeakTests"/>, where a real API server, real kubelets and a real registry write what is read; once, by somebody who may read
/// all of it. A second problem, which leaves other traces in the secret alone, takes two more minutes: SREGYM_TEST_REAL_PROBLEMS is <c>all</c>.
/// </summary>
public sealed class RealClusterLeakTests(StandaloneProcess process) : IClassFixture<StandaloneProcess>
{
    private const string Sample = "missing_image_pull_secret";
    private const string ScopeVariable = "SREGYM_TEST_REAL_PROBLEMS";

    [Theory]
    [InlineData(Sample)]
    [InlineData("expired_registry_token")]
    public async Task Cluster_ReadInFullByTheParticipant_SaysNothing(string problem)
    {
        Assert.SkipUnless(RealClusterTurn.IsThere, RealClusterTurn.Missing);
        Assert.SkipUnless(
            problem == Sample || Environment.GetEnvironmentVariable(ScopeVariable) == "all", $"Two more minutes on a real cluster: set {ScopeVariable}=all.");
        using var turn = await RealClusterTurn.TakeAsync(TestContext.Current.CancellationToken);
        using var seat = await ParticipantSeat.TakeAsync(process, "cluster-admin", cluster: turn, problem: problem);
        var crawl = new Crawl(seat.Door);
        try
        {
            await new ApiCrawl(crawl).WalkAsync(seat.Namespace);
        }
        finally
        {
            await seat.LeaveAsync();
        }

        CrawlAssert.Secret(crawl.Sights);
        CrawlAssert.Thorough(crawl.Sights);
    }
}
