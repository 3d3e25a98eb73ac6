using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using SreGym.Contracts.Common.V1;
using SreGym.Contracts.RegistryMirror.V1;
using SreGym.Oci.Client;
using SreGym.Oci.Registry;

namespace SreGym.RegistryMirror.Tests;

public sealed class MirrorImagesTests(MirrorHost host) : IClassFixture<MirrorHost>
{
    private const string Namespace = "platform-registry";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task MirrorImages_IntoARunningRegistry_CopiesAndTellsHowFar()
    {
        var registry = await StartAsync("copies");
        var request = Request("copies", registry, "frontend", "geo");

        var updates = await ReadAsync(request);

        var summary = updates[^1].Summary;
        Assert.Equal((2, 0), (summary.ImagesCopied, summary.ImagesSkipped));
        Assert.Equal(["frontend", "geo"], summary.Images.Select(image => image.Service));
        Assert.Equal("localhost:30500/hotel-reservation/geo:latest", summary.Images[1].Target);
        Assert.Equal(2, updates.Count(update => update.Progress?.State == CopyState.Copied));
        var head = await Client(registry).FindManifestAsync("hotel-reservation/geo", "latest", Cancelled);
        Assert.Equal(summary.Images[1].Digest, head!.Digest!.ToString());
    }

    [Fact]
    public async Task MirrorImages_Again_CopiesNothing()
    {
        var registry = await StartAsync("again");
        await ReadAsync(Request("again", registry, "geo"));

        var updates = await ReadAsync(Request("again", registry, "geo"));

        Assert.Equal((0, 1, 0L), (updates[^1].Summary.ImagesCopied, updates[^1].Summary.ImagesSkipped, updates[^1].Summary.BytesCopied));
    }

    [Fact]
    public async Task MirrorImages_OnePlatform_CopiesItsImageAloneAndAddsUp()
    {
        var registry = await StartAsync("platform");
        var whole = (await ReadAsync(Request("platform", registry, "geo")))[^1].Summary;
        var request = Request("platform", registry, "rate");
        request.Images[0].Platforms.Add("linux/arm64");

        var updates = await ReadAsync(request);

        var summary = updates[^1].Summary;
        var last = updates.Last(update => update.Progress is not null).Progress;
        Assert.NotEqual(whole.Images[0].Digest, summary.Images[0].Digest);
        Assert.True(summary.BytesTotal < whole.BytesTotal, $"{summary.BytesTotal} of {whole.BytesTotal} bytes");
        Assert.Equal(
            (last.BytesTotal, last.BlobsCopied, last.BlobsMounted, last.BlobsSkipped),
            (summary.BytesTotal, summary.BlobsCopied, summary.BlobsMounted, summary.BlobsSkipped));
        var index = await Client(registry).FindManifestAsync("hotel-reservation/geo", "latest", Cancelled);
        var image = await Client(registry).FindManifestAsync("hotel-reservation/rate", "latest", Cancelled);
        Assert.Equal(("application/vnd.oci.image.index.v1+json", "application/vnd.oci.image.manifest.v1+json"), (index!.MediaType, image!.MediaType));
    }

    [Fact]
    public async Task ListAccesses_AfterAPull_ShowsUserDigestAndInstance()
    {
        var registry = await StartAsync("log");
        await ReadAsync(Request("log", registry, "geo"));
        var whole = new ListAccessesRequest { Subject = Subject("log"), Registry = registry };
        var before = (await host.Mirror.ListAccessesAsync(whole, cancellationToken: Cancelled)).Accesses.Count;
        await Client(registry).GetManifestAsync("hotel-reservation/geo", "latest", Cancelled);
        await Client(registry, anonymous: true).PingAsync(Cancelled);

        var accesses = (await host.Mirror.ListAccessesAsync(whole, cancellationToken: Cancelled)).Accesses.Skip(before).ToList();

        var pull = Assert.Single(accesses, access => access.Method == "GET" && access.Status == 200);
        Assert.Equal(("ops", "hotel-reservation/geo", "latest", "pod.log"), (pull.Username, pull.Repository, pull.Reference, pull.Instance));
        Assert.StartsWith("sha256:", pull.Digest, StringComparison.Ordinal);
        Assert.All(accesses.Where(access => access.Status == 401), access => Assert.Empty(access.Username));
        whole.Within = Duration.FromTimeSpan(TimeSpan.Zero);
        Assert.Empty((await host.Mirror.ListAccessesAsync(whole, cancellationToken: Cancelled)).Accesses);
    }

    [Fact]
    public async Task Restart_WithTheSameVolume_KeepsImagesAndChangesCredentials()
    {
        var registry = await StartAsync("restart");
        await ReadAsync(Request("restart", registry, "geo"));
        await host.Embedded.StopRegistryAsync(new StopRegistryRequest { ClusterId = "restart", Instance = "pod.restart" }, cancellationToken: Cancelled);

        var renewed = await StartAsync("restart", "rotated", "pod2.restart");

        Assert.NotNull(await Client(renewed).FindManifestAsync("hotel-reservation/geo", "latest", Cancelled));
        Assert.Equal(401, (int)(await Client(registry).PingAsync(Cancelled)).Status);
    }

    [Fact]
    public async Task RemoveCluster_ItsRegistries_AreNotServedAnyMore()
    {
        var registry = await StartAsync("removed");

        await host.Embedded.RemoveClusterAsync(new RemoveClusterRequest { ClusterId = "removed" }, cancellationToken: Cancelled);

        Assert.Equal(421, (int)(await Client(registry).PingAsync(Cancelled)).Status);
    }

    [Theory]
    [InlineData("ghcr.io/UPPER/case", "", "must be lowercase")]
    [InlineData("ghcr.io/sregym/hotel-reservation:latest", "tape", "source 'tape' is unknown")]
    public async Task MirrorImages_BadRequest_SaysWhatIsWrong(string image, string source, string expected)
    {
        var request = Request("bad", await StartAsync("bad"), "geo");
        request.Images[0].Source = image;
        request.Source = source;

        var error = await Assert.ThrowsAsync<RpcException>(() => ReadAsync(request));

        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        Assert.Contains(expected, error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MirrorImages_PlatformThatIsNone_SaysHowToWriteIt()
    {
        var request = Request("tapes", await StartAsync("tapes"), "geo");
        request.Images[0].Platforms.Add("linux");

        var error = await Assert.ThrowsAsync<RpcException>(() => ReadAsync(request));

        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        Assert.Contains("platform 'linux' of image 'ghcr.io/sregym/hotel-reservation:latest' is none", error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MirrorImages_UnknownImage_NamesReferenceHostAndStatus()
    {
        var request = Request("unknown", await StartAsync("unknown"), "geo");
        request.Images[0].Source = "docker.io/library/no-such-image:v1";

        var error = await Assert.ThrowsAsync<RpcException>(() => ReadAsync(request));

        Assert.Contains("docker.io/library/no-such-image:v1", error.Status.Detail, StringComparison.Ordinal);
        Assert.Contains("404", error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnyCall_WithoutTheHarnessToken_IsRefused()
    {
        var error = await Assert.ThrowsAsync<RpcException>(
            async () => await host.Stranger.RemoveRegistryAsync(new RemoveRegistryRequest(), cancellationToken: Cancelled));

        Assert.Equal(StatusCode.Unauthenticated, error.StatusCode);
    }

    [Theory] // a user reaches the catalogue by address; the registry's listener serves nothing else
    [InlineData("/v2/ghcr.io/sregym/hotel-reservation/manifests/latest", 200)]
    [InlineData("/health", 404)]
    [InlineData("/sregym.registrymirror.v1.RegistryMirrorService/RemoveRegistry", 404)]
    public async Task RegistryListener_ByAddress_ServesTheCatalogueOnly(string path, int status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(host.Registry, path));

        using var response = await host.Http.SendAsync(request, Cancelled);

        Assert.Equal(status, (int)response.StatusCode);
    }

    private async Task<PrivateRegistry> StartAsync(string cluster, string password = "right", string? instance = null)
    {
        await host.Embedded.StartRegistryAsync(
            new StartRegistryRequest
            {
                ClusterId = cluster,
                Namespace = Namespace,
                Instance = instance ?? $"pod.{cluster}",
                Volume = "data",
                Htpasswd = HtpasswdFile.FormatLine("ops", password, "$2b$10$abcdefghijklmnopqrstuu"),
                RequireAuthentication = true,
            },
            cancellationToken: Cancelled);
        return new PrivateRegistry
        {
            Host = "localhost:30500",
            Namespace = Namespace,
            Username = "ops",
            Password = password,
            AccessAddress = host.Registry.ToString(),
            AccessHost = cluster,
        };
    }

    private static MirrorImagesRequest Request(string cluster, PrivateRegistry registry, params string[] services)
    {
        var request = new MirrorImagesRequest { Subject = Subject(cluster), Registry = registry };
        request.Images.AddRange(services.Select(service => new ImageCopy
        {
            Source = "ghcr.io/sregym/hotel-reservation:latest",
            Repository = $"hotel-reservation/{service}",
            Tag = "latest",
            Service = service,
        }));
        return request;
    }

    private static Subject Subject(string cluster) => new() { EpisodeId = "e-1", Target = "embedded", ClusterId = cluster, Seed = 7 };

    private async Task<List<MirrorImagesUpdate>> ReadAsync(MirrorImagesRequest request)
    {
        using var call = host.Mirror.MirrorImages(request, cancellationToken: Cancelled);
        return await call.ResponseStream.ReadAllAsync(Cancelled).ToListAsync(Cancelled);
    }

    private RegistryClient Client(PrivateRegistry registry, bool anonymous = false) => new(
        host.Http,
        new RegistryEndpoint(host.Registry, registry.AccessHost),
        anonymous ? null : new RegistryCredentials(registry.Username, registry.Password));
}
