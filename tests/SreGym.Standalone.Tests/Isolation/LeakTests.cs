namespace SreGym.Standalone.Tests.Isolation;

/// <summary>Nothing a participant can read during its turn says what is wrong or that anybody arranged it.</summary>
public sealed class LeakTests(StandaloneProcess process) : IClassFixture<StandaloneProcess>
{
    [Theory]
    [InlineData("default", "secret-named", "missing_image_pull_secret")]
    [InlineData("cluster-admin", "team-only", "expired_registry_token")]
    [InlineData("cluster-admin", "comment", "missing_image_pull_secret")]
    public async Task Cluster_ReadInFullByTheParticipant_SaysNothing(string rights, string breadcrumb, string problem)
    {
        using var seat = await ParticipantSeat.TakeAsync(process, rights, breadcrumb, problem: problem);
        var crawl = new Crawl(seat.Door);

        await new ApiCrawl(crawl).WalkAsync(seat.Namespace);
        await seat.LeaveAsync();

        CrawlAssert.Secret(crawl.Sights);
        CrawlAssert.Thorough(crawl.Sights);
    }

    [Fact]
    public async Task Task_AndItsEndpoints_SayNothing()
    {
        using var seat = await ParticipantSeat.TakeAsync(process);
        using var client = process.ConnectParticipant();
        var crawl = new Crawl(client);

        string[] paths = ["/status", "/get_app", "/", "/episodes", "/health", "/alive", "/v2/", "/docs", "/openapi.json", "/submit"];
        foreach (var path in paths)
        {
            await crawl.LookAsync(path);
        }

        await crawl.PostAsync("/submit", "{");
        await crawl.PostAsync("/submit", """{"answer":1}""");
        await crawl.PostAsync("/submit", """{"solution":1}""");
        await crawl.PostAsync("/submit", """{"solution":"the pull secret is gone"}""");
        await crawl.LookAsync("/status");
        await seat.LeaveAsync();

        CrawlAssert.Secret([.. crawl.Sights, new Sight("kubeconfig", 0, "", seat.Kubeconfig), new Sight("task", 0, "", seat.Task)]);
    }
}
