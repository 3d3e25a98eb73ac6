using SreGym.TestingHost.RealClusters;

namespace SreGym.Standalone.Tests.Isolation;

/// <summary>
/// As <see cref="LeakTests"/>, where a real API server, real kubelets and a real registry write what is read; once, by somebody who may read
/// all of it.
/// </summary>
public sealed class RealClusterLeakTests(StandaloneProcess process) : IClassFixture<StandaloneProcess>
{
    [Fact]
    public async Task Cluster_ReadInFullByTheParticipant_SaysNothing()
    {
        Assert.SkipUnless(RealClusterTurn.IsThere, RealClusterTurn.Missing);
        using var turn = await RealClusterTurn.TakeAsync(TestContext.Current.CancellationToken);
        using var seat = await ParticipantSeat.TakeAsync(process, "cluster-admin", cluster: turn);
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
