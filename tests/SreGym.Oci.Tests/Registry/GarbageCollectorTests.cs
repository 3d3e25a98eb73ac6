using System.Text;
using Microsoft.Extensions.Time.Testing;
using SreGym.Oci.Content;
using SreGym.Oci.References;
using SreGym.Oci.Registry;
using SreGym.Oci.Storage;
using SreGym.TestingHost.Registries;

namespace SreGym.Oci.Tests.Registry;

public sealed class GarbageCollectorTests : IDisposable
{
    private readonly DiskBlobStore _disk = new(Directory.CreateTempSubdirectory("garbage-").FullName);
    private readonly HttpClient _http = new();
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _http.Dispose();
        _disk.Dispose();
        Directory.Delete(_disk.Root, recursive: true);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Collect_AfterTheGracePeriod_RemovesOnlyWhatNoManifestNeeds(bool isOnDisk)
    {
        var (volume, store) = Open(isOnDisk);
        await using var server = await ServeAsync(volume);
        var (config, layer, unused) = ("config"u8.ToArray(), "layer"u8.ToArray(), "unused"u8.ToArray());
        await PushBlobsAsync(server, "a", config, layer, unused);
        Assert.Equal(201, await PushManifestAsync(server, "a", config, layer));
        var collector = new GarbageCollector(store, () => [volume], _time);

        var early = collector.Collect(GarbageCollector.DefaultGrace);
        _time.Advance(GarbageCollector.DefaultGrace);
        var late = collector.Collect(GarbageCollector.DefaultGrace);

        Assert.Equal(new GarbageReport(0, 0, 0), early);
        Assert.Equal(new GarbageReport(1, 1, unused.Length), late);
        Assert.Equal(new[] { Digest.Compute(config), Digest.Compute(layer) }.ToHashSet(), store.List().ToHashSet());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Collect_BlobAClientWasToldOf_StaysForTheGracePeriod(bool isOnDisk)
    {
        var (volume, store) = Open(isOnDisk);
        await using var server = await ServeAsync(volume);
        await PushBlobsAsync(server, "a", "layer"u8.ToArray());
        _time.Advance(GarbageCollector.DefaultGrace - TimeSpan.FromMinutes(1));
        using var head = await SendAsync(server, HttpMethod.Head, $"/v2/a/blobs/{Digest.Compute("layer"u8)}", null);
        _time.Advance(TimeSpan.FromMinutes(2));

        var report = new GarbageCollector(store, () => [volume], _time).Collect(GarbageCollector.DefaultGrace);

        Assert.Equal(200, (int)head.StatusCode);
        Assert.Equal(0, report.Removed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Collect_WhilePushesRun_LeavesEveryManifestWhole(bool isOnDisk)
    {
        var (volume, store) = Open(isOnDisk);
        await using var server = await ServeAsync(volume);
        var collector = new GarbageCollector(store, () => [volume], _time);
        using var done = new CancellationTokenSource();
        // No grace at all: whatever is between a blob and its manifest may be collected, and the push must then be told so.
        var collecting = Task.Run(() =>
        {
            var removed = 0;
            while (!done.IsCancellationRequested)
            {
                removed += collector.Collect(TimeSpan.Zero).Removed;
            }

            return removed;
        });

        var pushed = await Task.WhenAll(Enumerable.Range(0, 4).Select(pusher => Task.Run(() => PushManyAsync(server, pusher))));
        await done.CancelAsync();
        var removed = await collecting;

        Assert.True(removed > 0, "nothing was ever collected: the test has tested nothing");
        foreach (var (repository, config, layer) in pushed.SelectMany(list => list))
        {
            foreach (var content in new[] { config, layer })
            {
                using var response = await SendAsync(server, HttpMethod.Get, $"/v2/{repository}/blobs/{Digest.Compute(content)}", null);
                Assert.Equal(content, await response.Content.ReadAsByteArrayAsync(Cancelled));
            }
        }
    }

    // Half of the layers are the same for all pushers: pushed here while they are collected there.
    private async Task<List<(string Repository, byte[] Config, byte[] Layer)>> PushManyAsync(RegistryServer server, int pusher)
    {
        var pushed = new List<(string, byte[], byte[])>();
        for (var image = 0; image < 25; image++)
        {
            var repository = $"team{pusher}/app{image}";
            var config = Encoding.UTF8.GetBytes($"config {pusher} {image}");
            var layer = Encoding.UTF8.GetBytes(image % 2 == 0 ? $"layer {image}" : $"layer {pusher} {image}");
            await PushBlobsAsync(server, repository, layer, config, Encoding.UTF8.GetBytes($"left over {pusher} {image}"));
            while (await PushManifestAsync(server, repository, config, layer) is var status && status != 201)
            {
                Assert.Equal(400, status);
                await PushBlobsAsync(server, repository, layer, config);
            }

            pushed.Add((repository, config, layer));
        }

        return pushed;
    }

    private (RegistryVolume Volume, IBlobStore Store) Open(bool isOnDisk)
    {
        if (isOnDisk)
        {
            return (RegistryVolume.Open(_disk, _time), _disk);
        }

        var memory = new MemoryBlobStore();
        return (new RegistryVolume(memory, _time), memory);
    }

    private Task<RegistryServer> ServeAsync(RegistryVolume volume)
    {
        var handler = new RegistryHandler(_time);
        var registry = new HostedRegistry { Instance = "test", Volume = volume };
        return RegistryServer.StartAsync(context => handler.HandleAsync(context, registry));
    }

    private async Task PushBlobsAsync(RegistryServer server, string repository, params byte[][] blobs)
    {
        foreach (var blob in blobs)
        {
            using var response = await SendAsync(
                server, HttpMethod.Post, $"/v2/{repository}/blobs/uploads/?digest={Digest.Compute(blob)}", new ByteArrayContent(blob));
            Assert.Equal(201, (int)response.StatusCode);
        }
    }

    private async Task<int> PushManifestAsync(RegistryServer server, string repository, byte[] config, byte[] layer)
    {
        var manifest = RegistryFixture.Manifest(Digest.Compute(config), config.Length, Digest.Compute(layer), layer.Length);
        using var response = await SendAsync(
            server, HttpMethod.Put, $"/v2/{repository}/manifests/v1", RegistryFixture.Body(manifest.Bytes.ToArray(), MediaTypes.OciManifest));
        return (int)response.StatusCode;
    }

    private async Task<HttpResponseMessage> SendAsync(RegistryServer server, HttpMethod method, string path, HttpContent? body)
    {
        using var request = new HttpRequestMessage(method, new Uri(server.Address, path)) { Content = body };
        return await _http.SendAsync(request, Cancelled);
    }
}
