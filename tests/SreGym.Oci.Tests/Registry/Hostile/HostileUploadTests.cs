using System.Text;
using SreGym.Oci.Content;
using SreGym.Oci.References;
using SreGym.Oci.Registry;
using SreGym.Oci.Storage;
using SreGym.TestingHost.Registries;

namespace SreGym.Oci.Tests.Registry.Hostile;

/// <summary>Uploads that lie, crawl, or never end: refused, and nothing of them stays.</summary>
public sealed class HostileUploadTests : IAsyncLifetime
{
    private static readonly byte[] s_content = "0123456789"u8.ToArray();
    private static readonly Digest s_digest = Digest.Compute(s_content);

    private readonly MemoryBlobStore _blobs = new(1024 * 1024);
    private readonly RegistryVolume _volume;
    private RegistryServer? _server;

    public HostileUploadTests() => _volume = new RegistryVolume(_blobs);

    public async ValueTask InitializeAsync()
    {
        var handler = new RegistryHandler(TimeProvider.System, new RegistryLimits { UploadGrace = TimeSpan.FromSeconds(1.5) });
        var registry = new HostedRegistry { Instance = "test", Volume = _volume };
        _server = await RegistryServer.StartAsync(context => handler.HandleAsync(context, registry));
    }

    public ValueTask DisposeAsync() => _server!.DisposeAsync();

    [Theory]
    [InlineData("POST", 100)]
    [InlineData("POST", 11)]
    public async Task ContentLength_LargerThanTheBody_StoresNothing(string method, int length)
    {
        using var connection = await RawConnection.OpenAsync(_server!.Address);

        await connection.SendAsync($"{method} /v2/a/blobs/uploads/?digest={s_digest} HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n0123456789");
        connection.EndSending();
        var answer = await connection.ReadToEndAsync();

        Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 400 ", StringComparison.Ordinal), answer);
        await AssertNothingStoredAsync();
    }

    [Fact]
    public async Task ContentLength_SmallerThanTheBody_IsADigestMismatch()
    {
        using var connection = await RawConnection.OpenAsync(_server!.Address);

        await connection.SendAsync(
            $"POST /v2/a/blobs/uploads/?digest={s_digest} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 5\r\n\r\n0123456789");
        var answer = await connection.ReadToEndAsync();

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("DIGEST_INVALID", answer, StringComparison.Ordinal);
        await AssertNothingStoredAsync();
    }

    [Theory]
    [InlineData("Content-Length: -1\r\n\r\n")]
    [InlineData("Content-Length: 99999999999999999999\r\n\r\n")]
    [InlineData("Content-Length: 5\r\nContent-Length: 6\r\n\r\n0123456789")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nzz\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\nzz\r\n")]
    public async Task Framing_ThatIsWrong_IsRefused(string rest)
    {
        using var connection = await RawConnection.OpenAsync(_server!.Address);

        await connection.SendAsync($"POST /v2/a/blobs/uploads/?digest={s_digest} HTTP/1.1\r\nHost: x\r\n{rest}");
        var answer = await connection.ReadToEndAsync();

        Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 400 ", StringComparison.Ordinal), answer);
        await AssertNothingStoredAsync();
    }

    [Fact] // slow loris: one byte, then silence
    public async Task Body_ThatStandsStill_Is408()
    {
        using var connection = await RawConnection.OpenAsync(_server!.Address);

        await connection.SendAsync($"POST /v2/a/blobs/uploads/?digest={s_digest} HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n0");
        var answer = await connection.ReadToEndAsync();

        Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal);
        await AssertNothingStoredAsync();
    }

    [Fact]
    public async Task Body_LargerThanTheStore_Is413AndStoresNothing()
    {
        using var http = new HttpClient();
        using var body = new ByteArrayContent(new byte[2 * 1024 * 1024]);

        using var response = await http.PostAsync(
            new Uri(_server!.Address, $"/v2/a/blobs/uploads/?digest={s_digest}"), body, TestContext.Current.CancellationToken);

        Assert.Equal(413, (int)response.StatusCode);
        await AssertNothingStoredAsync();
    }

    [Fact] // uploads that are begun and left: bounded in number, and their bytes in the store's limit
    public async Task Uploads_BegunAndLeft_AreBounded()
    {
        using var http = new HttpClient();
        var statuses = new List<int>();
        for (var upload = 0; upload < 1100; upload++)
        {
            using var response = await http.PostAsync(new Uri(_server!.Address, "/v2/a/blobs/uploads/"), null, TestContext.Current.CancellationToken);
            statuses.Add((int)response.StatusCode);
        }

        Assert.Equal(1000, statuses.Count(status => status == 202));
        Assert.Equal(100, statuses.Count(status => status == 429));
    }

    [Fact]
    public async Task Manifest_CutAnywhere_Is400AndStoresNothing()
    {
        using var http = new HttpClient();
        var manifest = Encoding.UTF8.GetString(RegistryFixture.Manifest(s_digest, 10, s_digest, 10, s_digest, "a/b").Bytes.Span);
        for (var length = 0; length < manifest.Length; length++)
        {
            using var response = await http.PutAsync(
                new Uri(_server!.Address, "/v2/a/manifests/v1"),
                RegistryFixture.Body(Encoding.UTF8.GetBytes(manifest[..length]), MediaTypes.OciManifest),
                TestContext.Current.CancellationToken);

            Assert.Equal(400, (int)response.StatusCode);
            Assert.Equal("MANIFEST_INVALID", await RegistryFixture.ErrorCodeAsync(response));
        }

        Assert.Empty(_volume.ListRepositories());
    }

    // The connection may end before the server has noticed: what it still holds is then given back within the limit.
    private async Task AssertNothingStoredAsync()
    {
        await _server!.DisposeAsync();
        Assert.Empty(_blobs.List());
        Assert.Empty(_volume.ListRepositories());
        Assert.Equal(0, _blobs.Used);
    }
}
