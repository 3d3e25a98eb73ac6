using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using SreGym.Oci.Client;
using SreGym.Oci.Hosting;
using SreGym.Oci.Mirroring;
using SreGym.Oci.References;
using SreGym.Oci.Registry;
using SreGym.TestingHost.Registries;

namespace SreGym.Oci.Tests.Mirroring;

public sealed class ImageMirrorTests : IAsyncLifetime
{
    private const string Cluster = "cluster-c";
    private const string Host = "pod-1.cluster-c";
    private const string Image = "ghcr.io/sregym/hotel-reservation:latest";

    private readonly HttpMessageInvoker _http = RegistryTransport.Create();
    private readonly RegistryCredentials _credentials = new("ops", "right");
    private RegistryServer? _server;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await RegistryServer.StartAsync();
        _server.Hosts.Start(new RegistryInstance
        {
            ClusterId = Cluster,
            Namespace = RegistryHosts.RegistryNamespace,
            Instance = Host,
            Volume = "data",
            RequiresAuthentication = true,
            Htpasswd = HtpasswdFile.FormatLine("ops", "right", "$2b$10$abcdefghijklmnopqrstuu"),
        });
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return _server!.DisposeAsync();
    }

    [Fact]
    public async Task Copy_FromTheCatalogue_KeepsTheDigestAndAllPlatforms()
    {
        using var mirror = new ImageMirror();
        var copy = Copy("hotel-reservation/geo");

        var result = await mirror.CopyAsync(copy, null, Cancelled);

        var source = await copy.Source.GetManifestAsync("latest", Cancelled);
        var target = await copy.Target.GetManifestAsync("hotel-reservation/geo", "latest", Cancelled);
        Assert.Equal(source.Digest, target.Digest);
        Assert.Equal(source.Digest.ToString(), result.Digest);
        Assert.Equal((CopyState.Copied, result.BytesTotal), (result.State, result.BytesCopied));
        Assert.Equal(["linux/amd64", "linux/arm64"], target.ReadIndex().Manifests.Select(entry => entry.Platform!.ToString()));
        await PullAsync(copy.Target, "hotel-reservation/geo", target.ReadIndex().Manifests[1].Digest);
    }

    [Fact]
    public async Task CopyAll_OneImageToEightRepositories_SendsEachBlobOnce()
    {
        using var mirror = new ImageMirror();
        var copies = "frontend geo profile rate recommendation reservation search user".Split(' ')
            .Select(service => Copy($"hotel-reservation/{service}")).ToList();
        var seen = new ConcurrentBag<CopyProgress>();

        var results = await mirror.CopyAllAsync(copies, seen.Add, Cancelled);

        Assert.All(results, result => Assert.Equal(CopyState.Copied, result.State));
        Assert.Equal(results[0].BytesTotal, results.Sum(result => result.BytesCopied));
        var blobs = results[0].BlobsCopied + results[0].BlobsMounted;
        Assert.Equal(blobs, results.Sum(result => result.BlobsCopied));
        Assert.Equal(blobs * 7, results.Sum(result => result.BlobsMounted));
        Assert.Equal(8, seen.Count(progress => progress.State == CopyState.Copied));
    }

    [Fact]
    public async Task CopyAll_Again_MovesNothing()
    {
        using (var first = new ImageMirror())
        {
            await first.CopyAllAsync([Copy("again/a"), Copy("again/b")], null, Cancelled);
        }

        using var mirror = new ImageMirror();
        var results = await mirror.CopyAllAsync([Copy("again/a"), Copy("again/b")], null, Cancelled);

        Assert.All(results, result => Assert.Equal((CopyState.Skipped, 0L), (result.State, result.BytesCopied)));
    }

    [Fact]
    public async Task Copy_UnknownImage_NamesReferenceHostAndStatus()
    {
        using var mirror = new ImageMirror();
        var copy = Copy("hotel-reservation/geo") with
        {
            Source = new RegistryImageSource(Catalogue, ImageReference.Parse("ghcr.io/sregym/no-such-image:v1")),
        };

        var error = await Assert.ThrowsAsync<MirrorException>(() => mirror.CopyAsync(copy, null, Cancelled));

        Assert.Equal(
            "Cannot copy ghcr.io/sregym/no-such-image:v1 to localhost:30500/hotel-reservation/geo:latest: GET ghcr.io/v2/sregym/no-such-image/manifests/v1: "
            + "404 (NAME_UNKNOWN: repository name not known to registry). There is no such image or repository: check name and tag.",
            error.Message);
    }

    [Fact]
    public async Task Copy_WrongPassword_FailsAtOnceWithoutShowingIt()
    {
        using var mirror = new ImageMirror();
        var copy = Copy("hotel-reservation/geo") with
        {
            Target = new RegistryClient(_http, new RegistryEndpoint(_server!.Address, Host), new RegistryCredentials("ops", "s3cr3t-typo")),
        };

        var error = await Assert.ThrowsAsync<MirrorException>(() => mirror.CopyAsync(copy, null, Cancelled));

        Assert.Contains("401", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t-typo", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Copy_RegistryFailsNowAndThen_TriesAgain()
    {
        var handler = new RegistryHandler(TimeProvider.System);
        var target = new HostedRegistry { Instance = "flaky", Volume = new RegistryVolume(new Oci.Storage.MemoryBlobStore()) };
        var requests = 0;
        await using var flaky = await RegistryServer.StartAsync(context => (Interlocked.Increment(ref requests) % 5) switch
        {
            1 => Answer(context, StatusCodes.Status503ServiceUnavailable),
            3 => Answer(context, StatusCodes.Status429TooManyRequests),
            _ => handler.HandleAsync(context, target),
        });
        using var mirror = new ImageMirror(new MirrorOptions
        {
            Backoff = TimeSpan.FromMilliseconds(1),
            MaximumBackoff = TimeSpan.FromMilliseconds(5),
            Attempts = 20,
            ParallelBlobs = 1,
        });
        var copy = Copy("app") with { Target = new RegistryClient(_http, new RegistryEndpoint(flaky.Address)) };

        var result = await mirror.CopyAsync(copy, null, Cancelled);

        Assert.Equal((CopyState.Copied, result.BytesTotal), (result.State, result.BytesCopied));
    }

    [Fact]
    public async Task Copy_SourceLiesAboutContent_StoresNothing()
    {
        var handler = new RegistryHandler(TimeProvider.System);
        await using var lying = await RegistryServer.StartAsync(context =>
            context.Request.Path.Value!.Contains("/blobs/", StringComparison.Ordinal)
                ? context.Response.WriteAsync("not what was promised")
                : handler.HandleAsync(context, _server!.Hosts.Find("ghcr.io")!));
        using var mirror = new ImageMirror(new MirrorOptions { Backoff = TimeSpan.FromMilliseconds(1), Attempts = 2 });
        var copy = Copy("lied/app") with
        {
            Source = new RegistryImageSource(new RegistryClient(_http, new RegistryEndpoint(lying.Address)), ImageReference.Parse(Image)),
        };

        await Assert.ThrowsAsync<MirrorException>(() => mirror.CopyAsync(copy, null, Cancelled));

        Assert.Null(await copy.Target.FindManifestAsync("lied/app", "latest", Cancelled));
    }

    [Fact]
    public async Task Copy_Telemetry_HasASpanForEachUploadedBlobAndNoSecret()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "SreGym.Oci",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        using var parent = new Activity("test").Start();
        using var mirror = new ImageMirror();

        var result = await mirror.CopyAsync(Copy("traced/app"), null, Cancelled);

        var own = spans.Where(span => span.TraceId == parent.TraceId).ToList();
        Assert.Single(own, span => span.OperationName == "copy image");
        Assert.Equal(result.BlobsCopied, own.Count(span => span.OperationName == "copy blob"));
        Assert.DoesNotContain(own.SelectMany(span => span.TagObjects), tag => tag.Value?.ToString()?.Contains("right", StringComparison.Ordinal) == true);
    }

    private RegistryClient Catalogue => new(_http, new RegistryEndpoint(_server!.Address, "ghcr.io"));

    private ImageCopy Copy(string repository) => new()
    {
        Source = new RegistryImageSource(Catalogue, ImageReference.Parse(Image)),
        Target = new RegistryClient(_http, new RegistryEndpoint(_server!.Address, Host), _credentials),
        TargetImage = ImageReference.Create("localhost:30500", repository, "latest"),
    };

    private static async Task PullAsync(RegistryClient client, string repository, string digest)
    {
        var manifest = (await client.GetManifestAsync(repository, digest, Cancelled)).ReadManifest();
        foreach (var blob in manifest.Layers.Append(manifest.Config))
        {
            await using var content = await client.OpenBlobAsync(repository, Digest.Parse(blob.Digest), blob.Size, Cancelled);
            await content.CopyToAsync(Stream.Null, Cancelled);
        }
    }

    private static Task Answer(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
