namespace SreGym.EndToEnd.Tests;

/// <summary>What <c>aspire publish</c> calls the application host with.</summary>
public sealed class PublishTests
{
    private const string Certificate = "arn:aws:acm:eu-central-1:123456789012:certificate/00000000-0000-0000-0000-000000000000";

    [Fact]
    public async Task Publish_WithoutCertificate_SaysHowToNameItAndExitsWith2()
    {
        await using var run = Run.StartWith(new Dictionary<string, string> { ["Parameters__certificate_arn"] = "" }, "--operation", "publish", "--step", "publish");

        Assert.Equal(2, await run.WaitForExitAsync());
        Assert.Contains("Parameters__certificate_arn", Assert.Single(run.Error.Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publish_BuiltWithStandIns_SaysInOneLineWhatItNeedsAndExitsWith1()
    {
        Assert.SkipUnless(Repository.UsesStandIns, "This tree was built with the real Aspire packages.");
        await using var run = Run.StartWith(
            new Dictionary<string, string> { ["Parameters__certificate_arn"] = Certificate }, "--operation", "publish", "--step", "publish");

        Assert.Equal(1, await run.WaitForExitAsync());
        Assert.Contains("real Aspire packages", Assert.Single(run.Error.Split('\n')), StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }
}
