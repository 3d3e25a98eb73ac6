using Microsoft.AspNetCore.Http;
using SreGym.Oci.Client;
using SreGym.Oci.Mirroring;
using SreGym.Oci.Registry;
using SreGym.TestingHost.Registries;

namespace SreGym.Oci.Tests.Mirroring;

/// <summary>Registries keep blobs elsewhere and redirect to there: the content comes, and no password goes.</summary>
public sealed class RedirectTests
{
    private static readonly HtpasswdFile s_users = HtpasswdFile.Parse(HtpasswdFile.FormatLine("ops", "right", "$2b$04$abcdefghijklmnopqrstuu"));
    private static readonly RegistryCredentials s_credentials = new("ops", "right");

    [Fact]
    public async Task Copy_BlobsOnAnotherHost_ArriveAndCredentialsStay()
    {
        await using var store = await InterceptedRegistry.StartAsync();
        await using var source = await InterceptedRegistry.StartAsync(BlobsGoTo(path => $"http://{store.Host}{path}?signature=opens-it"), s_users);
        await using var target = await InterceptedRegistry.StartAsync();
        await store.Client.PushImageAsync("app", "v1");
        var image = await source.Connect(s_credentials).PushImageAsync("app", "v1");
        store.Forget();

        await MirrorJourney.RunAsync(MirrorJourney.Copy(source, source.Connect(s_credentials), target));

        Assert.Equal(image.Digest, target.Find("app", "v1"));
        Assert.Equal(2, store.Requests.Count(request => request.IsBlob));
        Assert.All(store.Requests, request => Assert.Null(request.Authorization));
        Assert.Contains(source.Requests, request => request.IsBlob && request.Authorization is not null);
    }

    [Fact]
    public async Task Copy_RedirectWithinTheRegistry_KeepsTheCredentials()
    {
        await using var source = await InterceptedRegistry.StartAsync(BlobsGoTo(path => path + "?here"), s_users);
        await using var target = await InterceptedRegistry.StartAsync();
        var image = await source.Connect(s_credentials).PushImageAsync("app", "v1");

        await MirrorJourney.RunAsync(MirrorJourney.Copy(source, source.Connect(s_credentials), target));

        Assert.Equal(image.Digest, target.Find("app", "v1"));
    }

    [Theory] // a store that asks for a password asks in vain, also when it names a token server of its own
    [InlineData("Basic realm=\"store\"")]
    [InlineData("Bearer realm=\"http://HOST/token\",service=\"store\"")]
    public async Task Copy_TheOtherHostWantsCredentials_GetsNone(string challenge)
    {
        var host = "";
        await using var store = await InterceptedRegistry.StartAsync((context, _) =>
        {
            context.Response.Headers.WWWAuthenticate = challenge.Replace("HOST", host, StringComparison.Ordinal);
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        });
        host = store.Host;
        await using var source = await InterceptedRegistry.StartAsync(BlobsGoTo(path => $"http://{host}{path}"), s_users);
        await using var target = await InterceptedRegistry.StartAsync();
        await source.Connect(s_credentials).PushImageAsync("app", "v1");

        var error = await Assert.ThrowsAsync<MirrorException>(
            () => MirrorJourney.RunAsync(MirrorJourney.Copy(source, source.Connect(s_credentials), target)));

        Assert.Contains($": 401 from {host}, where the registry redirects to", error.Message, StringComparison.Ordinal);
        Assert.All(store.Requests, request => Assert.Null(request.Authorization));
        Assert.DoesNotContain(store.Requests, request => request.Path == "/token");
    }

    [Fact]
    public async Task Copy_RedirectsInACircle_EndWithAClearError()
    {
        await using var source = await InterceptedRegistry.StartAsync(BlobsGoTo(path => path, always: true));
        await using var target = await InterceptedRegistry.StartAsync();
        await source.Client.PushImageAsync("app", "v1");

        var error = await Assert.ThrowsAsync<MirrorException>(() => MirrorJourney.RunAsync(MirrorJourney.Copy(source, target)));

        Assert.Contains($": 307 to http://{source.Host}/v2/app/blobs/sha256:", error.Message, StringComparison.Ordinal);
        // The first blob to fail ends the others where they are.
        Assert.Equal(6, source.Requests.Where(request => request.IsBlob).GroupBy(request => request.Path).Max(blob => blob.Count()));
        Assert.EndsWith(
            ", the redirect after 5 others. The registry redirects to where nothing can be read: ask its operator.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ftp://files.example.com/blob?signature=opens-it", "307 to ftp://files.example.com, which is no HTTP address. The registry redirects")]
    [InlineData("file:///etc/passwd", "307 to file://, which is no HTTP address. The registry redirects")]
    public async Task Copy_RedirectToAnotherScheme_EndsWithAClearError(string location, string expected)
    {
        await using var source = await InterceptedRegistry.StartAsync(BlobsGoTo(_ => location));
        await using var target = await InterceptedRegistry.StartAsync();
        await source.Client.PushImageAsync("app", "v1");

        var error = await Assert.ThrowsAsync<MirrorException>(() => MirrorJourney.RunAsync(MirrorJourney.Copy(source, target)));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("opens-it", error.Message, StringComparison.Ordinal);
    }

    private static Func<HttpContext, Func<Task>, Task> BlobsGoTo(Func<string, string> place, bool always = false) => async (context, answer) =>
    {
        var path = context.Request.Path.Value!;
        var isBlob = context.Request.Method == "GET" && path.Contains("/blobs/sha", StringComparison.Ordinal);
        if (!isBlob || (context.Request.QueryString.HasValue && !always))
        {
            await answer();
            return;
        }

        context.Response.Headers.Location = place(path);
        context.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
    };
}
