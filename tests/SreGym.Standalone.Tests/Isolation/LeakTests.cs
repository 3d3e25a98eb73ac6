namespace SreGym.Standalone.Tests.Isolation;

/// <summary>Nothing a participant can read during its turn says what is wrong or that anybody arranged it.</summary>
public sealed class LeakTests(StandaloneProcess process) : IClassFixture<StandaloneProcess>
{
    [Theory]
    [InlineData("default", "secret-named")]
    [InlineData("cluster-admin", "team-only")]
    [InlineData("cluster-admin", "comment")]
    public async Task Cluster_ReadInFullByTheParticipant_SaysNothing(string rights, string breadcrumb)
    {
        using var seat = await ParticipantSeat.TakeAsync(process, rights, breadcrumb);
        var crawl = new Crawl(seat.Door);

        await new ApiCrawl(crawl).WalkAsync(seat.Namespace);
        await seat.LeaveAsync();

        AssertSecret(crawl.Sights);
        AssertThorough(crawl.Sights);
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

        AssertSecret([.. crawl.Sights, new Sight("kubeconfig", 0, "", seat.Kubeconfig), new Sight("task", 0, "", seat.Task)]);
    }

    private static void AssertSecret(IEnumerable<Sight> sights)
    {
        var found = Secrecy.Find(sights).Distinct().ToArray();
        Assert.True(found.Length == 0, $"{found.Length} words:\n{string.Join('\n', found.Take(60))}");
    }

    // A crawl that was refused everywhere finds nothing either.
    private static void AssertThorough(IReadOnlyList<Sight> sights)
    {
        Assert.DoesNotContain(sights, sight => sight.Status == 429);
        Assert.Contains(sights, sight => sight.Body.Contains("ImagePullBackOff", StringComparison.Ordinal));
        Assert.Contains(sights, sight => sight.Body.Contains("managedFields", StringComparison.Ordinal));
        Assert.Contains(
            sights, sight => sight is { Status: 200, Body.Length: > 0 } && sight.Where.EndsWith("/log", StringComparison.Ordinal));
        Assert.Contains(sights, sight => sight.Where.EndsWith("registry-credentials", StringComparison.Ordinal) && sight.Status == 200);
        Assert.True(sights.Count(sight => sight.Status == 200) > 100, "Less than a hundred answers.");
    }
}
