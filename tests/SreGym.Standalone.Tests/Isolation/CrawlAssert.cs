namespace SreGym.Standalone.Tests.Isolation;

/// <summary>What must hold for what was seen.</summary>
internal static class CrawlAssert
{
    /// <summary>No word of the answer or of the harness.</summary>
    public static void Secret(IEnumerable<Sight> sights)
    {
        var found = Secrecy.Find(sights).Distinct().ToArray();
        Assert.True(found.Length == 0, $"{found.Length} words:\n{string.Join('\n', found.Take(60))}");
    }

    /// <summary>A crawl that was refused everywhere finds nothing either.</summary>
    public static void Thorough(IReadOnlyList<Sight> sights)
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
