namespace SreGym.Offline.Tests;

/// <summary>Mirrors: what the real builder refuses.</summary>
public sealed class ModelTests
{
    [Theory]
    [InlineData("9lives")]
    [InlineData("two--hyphens")]
    [InlineData("trailing-")]
    [InlineData("under_score")]
    public void Name_AgainstTheRule_IsRefused(string name) =>
        Assert.Throws<ArgumentException>(() => TestApplication.CreateBuilder().AddShell(name, "exit 0"));

    [Fact]
    public void Resource_NameTaken_IsRefused()
    {
        var builder = TestApplication.CreateBuilder();
        builder.AddShell("job", "exit 0");

        Assert.Throws<DistributedApplicationException>(() => builder.AddShell("JOB", "exit 0"));
    }

    [Fact]
    public void Endpoint_NameTaken_IsRefused()
    {
        var job = TestApplication.CreateBuilder().AddShell("job", "exit 0").WithHttpEndpoint();

        Assert.Throws<DistributedApplicationException>(() => job.WithHttpEndpoint());
    }

    [Fact]
    public void Endpoint_ProxylessWithTwoPorts_IsRefused()
    {
        var job = TestApplication.CreateBuilder().AddShell("job", "exit 0");

        Assert.Throws<InvalidOperationException>(() => job.WithHttpEndpoint(port: 1, targetPort: 2, isProxied: false));
    }

    [Fact]
    public void HttpHealthCheck_NoEndpointNamedHttp_IsRefused()
    {
        var job = TestApplication.CreateBuilder().AddShell("job", "exit 0").WithHttpEndpoint(name: "grpc");

        Assert.Throws<DistributedApplicationException>(() => job.WithHttpHealthCheck("/health"));
    }

    [Fact]
    public async Task Publish_Asked_SaysThatItNeedsTheRealPackages()
    {
        var builder = TestApplication.CreateBuilder("--operation", "publish", "--step", "publish");
        Assert.True(builder.ExecutionContext.IsPublishMode);

        using var app = builder.Build();
        var refused = await Assert.ThrowsAsync<DistributedApplicationException>(() => app.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains("real Aspire packages", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dashboard_CleartextNotAllowed_IsRefusedWithTheNameOfTheSwitch()
    {
        var builder = DistributedApplication.CreateBuilder(["--ASPNETCORE_URLS=http://localhost:1"]);
        builder.Configuration["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] = "false";

        using var app = builder.Build();
        var refused = await Assert.ThrowsAsync<DistributedApplicationException>(() => app.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains("ASPIRE_ALLOW_UNSECURED_TRANSPORT", refused.Message, StringComparison.Ordinal);
    }
}
