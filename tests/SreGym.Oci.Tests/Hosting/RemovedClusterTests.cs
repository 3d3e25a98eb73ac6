using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Http;
using SreGym.Oci.Client;
using SreGym.Oci.Hosting;
using SreGym.Oci.Mirroring;
using SreGym.Oci.References;
using SreGym.Oci.Registry;
using SreGym.Oci.Storage;
using SreGym.Oci.Tests.Registry;
using SreGym.TestingHost.Registries;

namespace SreGym.Oci.Tests.Hosting;

public sealed class RemovedClusterTests : IAsyncLifetime
{
    private readonly HttpMessageInvoker _http = RegistryTransport.Create();
    private readonly MemoryBlobStore _blobs = new();
    private RegistryHosts _hosts = null!;
    private RegistryServer? _server;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _hosts = new RegistryHosts(_blobs, TimeProvider.System);
        var handler = new RegistryHandler(TimeProvider.System);
        _server = await RegistryServer.StartAsync(context => handler.HandleAsync(context, _hosts.Find(context.Request.Host.Value!)!));
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return _server!.DisposeAsync();
    }

    [Fact]
    public async Task RemoveCluster_ItsContent_LeavesTheStore()
    {
        await CopyAsync(Start("first"));
        var used = _blobs.Used;
        var push = Start("second");
        await PushAsync(push, "app", "of this cluster only");

        var removed = await _hosts.RemoveClusterAsync("second");

        Assert.Equal((used, 2), (_blobs.Used, removed!.Removed));
        Assert.Null(await _hosts.RemoveClusterAsync("second"));
    }

    [Fact]
    public async Task RemoveCluster_ContentThatOthersHold_Stays()
    {
        var (first, second) = (Start("first"), Start("second"));
        await PushAsync(first, "app", "shared");
        await PushAsync(second, "other/app", "shared");
        await CopyAsync(first);

        await _hosts.RemoveClusterAsync("first");

        await PullAsync(second, "other/app");
        await PullAsync(new RegistryClient(_http, new RegistryEndpoint(_server!.Address, "ghcr.io")), "sregym/hotel-reservation");
        await CopyAsync(second);
    }

    [Fact]
    public async Task RemoveCluster_UnfinishedUpload_GivesItsBytesBackAndCannotGoOn()
    {
        await CopyAsync(Start("first"));
        var used = _blobs.Used;
        var push = Start("second");
        var digest = Digest.Compute("half"u8);
        var start = await push.StartUploadAsync("app", digest, null, Cancelled);
        using var patch = Request(HttpMethod.Patch, start.Location!, "half");
        using var half = await _http.SendAsync(patch, Cancelled);
        Assert.Equal((202, used + 4), ((int)half.StatusCode, _blobs.Used));

        await _hosts.RemoveClusterAsync("second");

        Assert.Equal(used, _blobs.Used);
        Start("second");
        using var resume = Request(HttpMethod.Patch, start.Location!, "more");
        using var more = await _http.SendAsync(resume, Cancelled);
        Assert.Equal(StatusCodes.Status404NotFound, (int)more.StatusCode);
    }

    [Fact]
    public async Task RemoveCluster_WhileAnUploadComesIn_NothingOfItStays()
    {
        await CopyAsync(Start("first"));
        var used = _blobs.Used;
        var push = Start("second");
        var start = await push.StartUploadAsync("app", Digest.Compute("onetwo"u8), null, Cancelled);
        var body = new Pipe();
        using var patch = Request(HttpMethod.Patch, start.Location!, "");
        patch.Content = new StreamContent(body.Reader.AsStream());
        var sending = _http.SendAsync(patch, Cancelled);
        await body.Writer.WriteAsync(new byte[300_000], Cancelled);
        await WaitUntilAsync(() => _blobs.Used > used);

        await _hosts.RemoveClusterAsync("second");
        await body.Writer.CompleteAsync();
        using var answer = await sending;

        await WaitUntilAsync(() => _blobs.Used == used);
    }

    private RegistryClient Start(string cluster)
    {
        _hosts.Start(new RegistryInstance
        {
            ClusterId = cluster,
            Namespace = RegistryHosts.RegistryNamespace,
            Instance = $"pod.{cluster}",
            Volume = "data",
            RequiresAuthentication = false,
        });
        return new RegistryClient(_http, new RegistryEndpoint(_server!.Address, cluster));
    }

    private async Task CopyAsync(RegistryClient target)
    {
        using var mirror = new ImageMirror();
        var source = new RegistryClient(_http, new RegistryEndpoint(_server!.Address, "ghcr.io"));
        var copy = new ImageCopy
        {
            Source = new RegistryImageSource(source, ImageReference.Parse("ghcr.io/sregym/hotel-reservation:latest")),
            Target = target,
            TargetImage = ImageReference.Create("localhost:30500", "hotel-reservation/geo", "latest"),
        };
        await mirror.CopyAsync(copy, null, Cancelled);
    }

    private static async Task PushAsync(RegistryClient client, string repository, string layer)
    {
        var (config, content) = ("{}"u8.ToArray(), Encoding.UTF8.GetBytes(layer));
        foreach (var blob in new[] { config, content })
        {
            var start = await client.StartUploadAsync(repository, Digest.Compute(blob), null, Cancelled);
            await client.UploadAsync(repository, start.Location!, Digest.Compute(blob), blob.Length, new MemoryStream(blob), Cancelled);
        }

        var manifest = RegistryFixture.Manifest(Digest.Compute(config), config.Length, Digest.Compute(content), content.Length);
        await client.PutManifestAsync(repository, "latest", manifest, Cancelled);
    }

    private static async Task PullAsync(RegistryClient client, string repository)
    {
        var manifest = await client.GetManifestAsync(repository, "latest", Cancelled);
        var images = manifest.IsIndex
            ? await Task.WhenAll(manifest.ReadIndex().Manifests.Select(entry => client.GetManifestAsync(repository, entry.Digest, Cancelled)))
            : [manifest];
        foreach (var blob in images.Select(image => image.ReadManifest()).SelectMany(image => image.Layers.Append(image.Config)))
        {
            await using var content = await client.OpenBlobAsync(repository, Digest.Parse(blob.Digest), blob.Size, Cancelled);
            await content.CopyToAsync(Stream.Null, Cancelled);
        }
    }

    private static HttpRequestMessage Request(HttpMethod method, Uri address, string content)
    {
        var request = new HttpRequestMessage(method, address) { Content = new StringContent(content) };
        request.Headers.Host = "second";
        return request;
    }

    private static async Task WaitUntilAsync(Func<bool> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        using var polls = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!condition())
        {
            await polls.WaitForNextTickAsync(limit.Token);
        }
    }
}
