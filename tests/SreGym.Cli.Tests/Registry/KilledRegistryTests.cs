using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Sockets;
using SreGym.Oci.Content;
using SreGym.Oci.References;

namespace SreGym.Cli.Tests.Registry;

/// <summary>A registry in a folder, killed twenty times in the middle of uploads.</summary>
public sealed class KilledRegistryTests : IDisposable
{
    private const int Kills = 20;
    private const int Pushers = 4;
    private const int ChunkSize = 128 * 1024;
    private const string Repository = "team/app";

    private readonly string _storage = Directory.CreateTempSubdirectory("killed-").FullName;
    private readonly HttpClient _http = new();
    private readonly ConcurrentDictionary<string, byte[]> _acknowledged = new();
    private readonly ConcurrentDictionary<string, (string Location, byte[] Content)> _open = new();
    private readonly ConcurrentDictionary<string, string> _tags = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _http.Dispose();
        Directory.Delete(_storage, recursive: true);
    }

    [Fact]
    public async Task Killed_WhileBlobsArePushed_HasWhatItAcknowledgedAndNoHalfBlob()
    {
        var random = new Random(20260131);
        for (var kill = 0; kill < Kills; kill++)
        {
            using var registry = await RegistryProcess.StartAsync(_storage, Cancelled);
            await CheckAsync(registry.Address);
            await PushUntilKilledAsync(registry, kill, random.Next(1, 60));
            AssertNoHalfBlob();
        }

        using var last = await RegistryProcess.StartAsync(_storage, Cancelled);
        await CheckAsync(last.Address);
        await FinishAsync(last.Address);
        Assert.NotEmpty(_acknowledged);
        Assert.NotEmpty(_tags);
        AssertNoHalfBlob();
    }

    private async Task PushUntilKilledAsync(RegistryProcess registry, int round, int chunks)
    {
        var left = chunks;
        var time = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var pushes = Enumerable.Range(0, Pushers).Select(pusher => Task.Run(async () =>
        {
            try
            {
                for (var blob = 0; ; blob++)
                {
                    await PushAsync(registry.Address, new Random((round * 1000) + (pusher * 100) + blob), () =>
                    {
                        if (Interlocked.Decrement(ref left) == 0)
                        {
                            time.TrySetResult();
                        }
                    });
                }
            }
            catch (Exception error) when (error is HttpRequestException or SocketException)
            {
                // The registry was killed: what this test is about.
            }
        })).ToList();
        await time.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancelled);
        await registry.KillAsync();
        await Task.WhenAll(pushes);
    }

    private async Task PushAsync(Uri registry, Random random, Action onChunk)
    {
        var content = new byte[random.Next(1, 12 * ChunkSize)];
        random.NextBytes(content);
        var digest = Digest.Compute(content).ToString();
        using var started = await SendAsync(HttpMethod.Post, new Uri(registry, $"/v2/{Repository}/blobs/uploads/"));
        var location = started.Headers.Location!.ToString();
        _open[digest] = (location, content);
        for (var from = 0; from < content.Length; from += ChunkSize)
        {
            using var chunk = await PatchAsync(registry, location, content, from, Math.Min(ChunkSize, content.Length - from));
            Assert.Equal(202, (int)chunk.StatusCode);
            onChunk();
        }

        using var closed = await SendAsync(HttpMethod.Put, new Uri(registry, $"{location}?digest={digest}"));
        Assert.Equal(201, (int)closed.StatusCode);
        _acknowledged[digest] = content;
        _open.TryRemove(digest, out _);
        await TagAsync(registry, digest, content.Length);
    }

    private async Task TagAsync(Uri registry, string digest, int size)
    {
        var manifest = $$"""
            {"schemaVersion":2,"config":{"mediaType":"{{MediaTypes.OciEmpty}}","digest":"{{digest}}","size":{{size}}},"layers":[]}
            """;
        var tag = $"v{digest[^8..]}";
        using var content = new StringContent(manifest, MediaTypeHeaderValue.Parse(MediaTypes.OciManifest));
        using var response = await _http.PutAsync(new Uri(registry, $"/v2/{Repository}/manifests/{tag}"), content, Cancelled);
        Assert.Equal(201, (int)response.StatusCode);
        _tags[tag] = manifest;
    }

    private async Task CheckAsync(Uri registry)
    {
        foreach (var (digest, content) in _acknowledged)
        {
            Assert.Equal(content, await _http.GetByteArrayAsync(new Uri(registry, $"/v2/{Repository}/blobs/{digest}"), Cancelled));
        }

        foreach (var (tag, manifest) in _tags)
        {
            Assert.Equal(manifest, await _http.GetStringAsync(new Uri(registry, $"/v2/{Repository}/manifests/{tag}"), Cancelled));
        }

        foreach (var (digest, (_, content)) in _open)
        {
            using var response = await _http.GetAsync(new Uri(registry, $"/v2/{Repository}/blobs/{digest}"), Cancelled);
            if ((int)response.StatusCode != 404)
            {
                Assert.Equal(content, await response.Content.ReadAsByteArrayAsync(Cancelled));
            }
        }
    }

    // What was open when the registry was killed goes on where it ended, or has ended just before.
    private async Task FinishAsync(Uri registry)
    {
        foreach (var (digest, (location, content)) in _open)
        {
            using var status = await SendAsync(HttpMethod.Get, new Uri(registry, location));
            if ((int)status.StatusCode == 404)
            {
                continue;
            }

            Assert.Equal(204, (int)status.StatusCode);
            var end = int.Parse(status.Headers.GetValues("Range").Single().Split('-')[1], System.Globalization.CultureInfo.InvariantCulture);
            var from = end == 0 ? 0 : end + 1;
            if (from < content.Length)
            {
                using var rest = await PatchAsync(registry, location, content, from, content.Length - from);
                Assert.Equal(202, (int)rest.StatusCode);
            }

            using var closed = await SendAsync(HttpMethod.Put, new Uri(registry, $"{location}?digest={digest}"));
            Assert.Equal(201, (int)closed.StatusCode);
            Assert.Equal(content, await _http.GetByteArrayAsync(new Uri(registry, $"/v2/{Repository}/blobs/{digest}"), Cancelled));
        }
    }

    private void AssertNoHalfBlob()
    {
        foreach (var path in Directory.EnumerateFiles(Path.Combine(_storage, "blobs"), "*", SearchOption.AllDirectories))
        {
            Assert.Equal($"sha256:{Path.GetFileName(path)}", Digest.Compute(File.ReadAllBytes(path)).ToString());
        }
    }

    private async Task<HttpResponseMessage> PatchAsync(Uri registry, string location, byte[] content, int from, int length)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, new Uri(registry, location))
        {
            Content = new ByteArrayContent(content, from, length),
        };
        request.Content.Headers.TryAddWithoutValidation("Content-Range", $"{from}-{from + length - 1}");
        return await _http.SendAsync(request, Cancelled);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, Uri address)
    {
        using var request = new HttpRequestMessage(method, address);
        return await _http.SendAsync(request, Cancelled);
    }
}
