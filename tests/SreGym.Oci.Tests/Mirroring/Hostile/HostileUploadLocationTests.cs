using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using SreGym.Oci.Client;
using SreGym.Oci.References;
using SreGym.TestingHost.Registries;

namespace SreGym.Oci.Tests.Mirroring.Hostile;

/// <summary>Targets that send uploads to strange places.</summary>
public sealed class HostileUploadLocationTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ftp://127.0.0.1/upload", "at ftp:, which is no HTTP address")]
    [InlineData("file:///etc/passwd", "at file:, which is no HTTP address")]
    [InlineData("http://[::bad/upload", "without a Location")]
    [InlineData(null, "without a Location")]
    public async Task Location_ThatIsNoHttpAddress_EndsTheCopyWithTheReason(string? location, string reason)
    {
        await using var source = await HostileSource.StartAsync(target: context => AnswerAsync(context, location));
        source.ServeImage("layer"u8.ToArray());

        Assert.Contains(reason, await source.FailAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Location_AtAnotherHost_IsSentNoCredentials()
    {
        var seen = new ConcurrentQueue<(string Method, string? Authorization)>();
        await using var other = await RegistryServer.StartAsync(context =>
        {
            seen.Enqueue((context.Request.Method, context.Request.Headers.Authorization));
            context.Response.StatusCode = StatusCodes.Status201Created;
            return Task.CompletedTask;
        });
        await using var registry = await RegistryServer.StartAsync(context => context.Request.Headers.Authorization.Count == 0
            ? ChallengeAsync(context)
            : AnswerAsync(context, new Uri(other.Address, "/upload").AbsoluteUri));
        using var http = RegistryTransport.Create();
        var client = new RegistryClient(http, new RegistryEndpoint(registry.Address), new RegistryCredentials("ops", "right"));
        var start = await client.StartUploadAsync("copy/app", Digest.Compute("blob"u8), null, Cancelled);

        await client.UploadAsync("copy/app", start.Location!, Digest.Compute("blob"u8), 4, new MemoryStream("blob"u8.ToArray()), Cancelled);

        Assert.Equal(("PUT", null), Assert.Single(seen));
    }

    [Theory]
    [InlineData("/elsewhere/1?state=a", "/elsewhere/1")]
    [InlineData("resumed/1", "/v2/copy/app/blobs/uploads/resumed/1")]
    [InlineData("../../../../../v2/1", "/v2/1")]
    public async Task Location_Relative_IsResolvedAtTheRegistry(string location, string expected)
    {
        var puts = new ConcurrentQueue<string>();
        await using var registry = await RegistryServer.StartAsync(context =>
        {
            if (HttpMethods.IsPut(context.Request.Method))
            {
                puts.Enqueue(context.Request.Path.Value!);
                context.Response.StatusCode = StatusCodes.Status201Created;
                return Task.CompletedTask;
            }

            return AnswerAsync(context, location);
        });
        using var http = RegistryTransport.Create();
        var client = new RegistryClient(http, new RegistryEndpoint(registry.Address));
        var start = await client.StartUploadAsync("copy/app", Digest.Compute("blob"u8), null, Cancelled);

        await client.UploadAsync("copy/app", start.Location!, Digest.Compute("blob"u8), 4, new MemoryStream("blob"u8.ToArray()), Cancelled);

        Assert.Equal(expected, Assert.Single(puts));
    }

    private static Task ChallengeAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.Headers.WWWAuthenticate = "Basic realm=\"test\"";
        return Task.CompletedTask;
    }

    private static Task AnswerAsync(HttpContext context, string? location)
    {
        if (HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status202Accepted;
            context.Response.Headers.Location = location;
            return Task.CompletedTask;
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
