using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using SreGym.Oci.Client;
using SreGym.Oci.Mirroring;
using SreGym.TestingHost.Registries;

namespace SreGym.Oci.Tests.Mirroring;

/// <summary>Registries that ask for patience get it; those that stay in trouble are named.</summary>
public sealed class RateTests
{
    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task Copy_RetryAfter_IsWaitedFor(int status)
    {
        var time = new ImpatientClock();
        var asked = new ConcurrentQueue<DateTimeOffset>();
        await using var source = await InterceptedRegistry.StartAsync((context, answer) =>
        {
            if (context.Request.Method != "HEAD" || !context.Request.Path.Value!.EndsWith("/manifests/v1", StringComparison.Ordinal))
            {
                return answer();
            }

            asked.Enqueue(time.GetUtcNow());
            if (asked.Count > 1)
            {
                return answer();
            }

            context.Response.Headers.RetryAfter = "20";
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        await using var target = await InterceptedRegistry.StartAsync();
        var image = await source.Client.PushImageAsync("app", "v1");
        using var http = RegistryTransport.Create();
        var client = new RegistryClient(
            http, new RegistryEndpoint(new Uri($"http://{source.Host}")), null, new RegistryClientOptions { Time = time, Timeout = Timeout.InfiniteTimeSpan });

        await MirrorJourney.RunAsync(
            MirrorJourney.Copy(source, client, target), MirrorJourney.Options with { Time = time, MaximumBackoff = TimeSpan.FromSeconds(30) });

        Assert.Equal(image.Digest, target.Find("app", "v1"));
        Assert.Equal(2, asked.Count);
        Assert.True(asked.Last() - asked.First() >= TimeSpan.FromSeconds(20), $"asked again after {asked.Last() - asked.First()}");
    }

    [Theory]
    [InlineData(429, "The registry limits the rate")]
    [InlineData(503, "The registry is in trouble")]
    public async Task Copy_TroubleThatStays_NamesImageHostAndAttempts(int status, string expected)
    {
        await using var source = await InterceptedRegistry.StartAsync((context, answer) => Refuse(context, answer, status));
        await using var target = await InterceptedRegistry.StartAsync();
        await source.Client.PushImageAsync("app", "v1");

        var error = await Assert.ThrowsAsync<MirrorException>(
            () => MirrorJourney.RunAsync(MirrorJourney.Copy(source, target), MirrorJourney.Options with { Attempts = 4 }));

        Assert.StartsWith(
            $"Cannot copy {source.Host}/app:v1 to {target.Host}/app:v1: GET {source.Host}/v2/app/blobs/sha256:", error.Message, StringComparison.Ordinal);
        Assert.Contains($": {status}. {expected}", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Given up after 4 attempts.", error.Message, StringComparison.Ordinal);
        Assert.All(source.Requests.Where(request => request.IsBlob).GroupBy(request => request.Path), blob => Assert.InRange(blob.Count(), 1, 4));
    }

    [Fact]
    public async Task Copy_NobodyThere_NamesTheHost()
    {
        await using var source = await InterceptedRegistry.StartAsync();
        await source.Client.PushImageAsync("app", "v1");
        var target = await InterceptedRegistry.StartAsync();
        await target.DisposeAsync();

        var copy = MirrorJourney.Copy(source, source) with
        {
            Target = new RegistryClient(RegistryTransport.Create(), new RegistryEndpoint(new Uri($"http://{target.Host}"))),
        };
        var error = await Assert.ThrowsAsync<MirrorException>(() => MirrorJourney.RunAsync(copy));

        Assert.Contains($": HEAD {target.Host}/v2/app/manifests/v1: no answer: Connection refused", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Check host, port and scheme of the registry. Given up after 5 attempts.", error.Message, StringComparison.Ordinal);
    }

    private static Task Refuse(HttpContext context, Func<Task> answer, int status)
    {
        if (context.Request.Method != "GET" || !context.Request.Path.Value!.Contains("/blobs/sha", StringComparison.Ordinal))
        {
            return answer();
        }

        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
