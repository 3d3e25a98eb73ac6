using Microsoft.AspNetCore.Http;
using SreGym.Oci.Content;
using SreGym.Oci.References;

namespace SreGym.Oci.Tests.Mirroring.Hostile;

/// <summary>Sources whose manifests are damaged, endless, mislabelled or a maze.</summary>
public sealed class HostileManifestTests : IAsyncLifetime
{
    private HostileSource _source = null!;

    public async ValueTask InitializeAsync() => _source = await HostileSource.StartAsync();

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    [Fact]
    public async Task Truncated_WithTheDigestOfTheWhole_IsAMismatch()
    {
        var (digest, _) = _source.ServeImage("layer"u8.ToArray());
        _source.Answer("manifests/v1", context =>
        {
            context.Response.Headers["Docker-Content-Digest"] = digest.ToString();
            return HostileSource.WriteAsync(context, """{"schemaVersion":2,"layers":["""u8.ToArray(), MediaTypes.OciManifest);
        });

        Assert.Contains($"content verification failed: expected {digest}, got sha256:", await _source.FailAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Truncated_WithoutDigest_IsNoManifest()
    {
        _source.Serve("""{"schemaVersion":2,"layers":["""u8.ToArray(), MediaTypes.OciManifest, isImage: true);

        Assert.Contains("The manifest is not valid application/vnd.oci.image.manifest.v1+json", await _source.FailAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Truncated_BeforeItsContentLength_IsABrokenAnswer()
    {
        _source.Answer("manifests/v1", async context =>
        {
            context.Response.ContentType = MediaTypes.OciManifest;
            context.Response.ContentLength = 1000;
            if (!HttpMethods.IsHead(context.Request.Method))
            {
                await context.Response.Body.WriteAsync("{"u8.ToArray());
                await context.Response.Body.FlushAsync();
                context.Abort();
            }
        });

        Assert.Matches("Connection reset|ended prematurely", await _source.FailAsync());
    }

    [Fact]
    public async Task Endless_IsReadToTheLimitOnly()
    {
        var sent = 0L;
        _source.Answer("manifests/v1", async context =>
        {
            context.Response.ContentType = MediaTypes.OciManifest;
            while (!HttpMethods.IsHead(context.Request.Method) && !context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(new byte[64 * 1024], context.RequestAborted);
                Interlocked.Add(ref sent, 64 * 1024);
            }
        });

        Assert.Contains("expected at most 4194304 bytes, got more", await _source.FailAsync(), StringComparison.Ordinal);
        // Two attempts, and what lies in the buffers of the connections, which the kernel makes as large as it likes.
        Assert.InRange(Interlocked.Read(ref sent), 0, 128L * 1024 * 1024);
    }

    [Fact]
    public async Task OtherContent_UnderADigest_IsAMismatch()
    {
        var promised = Digest.Compute("promised"u8);
        _source.Serve(HostileSource.Index(promised), MediaTypes.OciIndex, isImage: true);
        _source.Answer($"manifests/{promised}", context => HostileSource.WriteAsync(context, "{}"u8.ToArray(), MediaTypes.OciManifest));

        Assert.Contains($"expected {promised}, got sha256:", await _source.FailAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Index_AnsweredForItsOwnEntry_IsAMismatch()
    {
        var entry = Digest.Compute("itself"u8);
        var index = HostileSource.Index(entry);
        _source.Serve(index, MediaTypes.OciIndex, isImage: true);
        _source.Answer($"manifests/{entry}", context => HostileSource.WriteAsync(context, index, MediaTypes.OciIndex));

        Assert.Contains($"expected {entry}, got sha256:", await _source.FailAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Index_TenThousandDeep_EndsAtTheEighthLevel()
    {
        var digest = _source.Serve(HostileSource.Index(), MediaTypes.OciIndex);
        for (var depth = 0; depth < 10_000; depth++)
        {
            digest = _source.Serve(HostileSource.Index(digest), MediaTypes.OciIndex, isImage: depth == 9_999);
        }

        Assert.Contains("its indexes are nested more than 8 deep", await _source.FailAsync(), StringComparison.Ordinal);
        Assert.InRange(_source.Requests, 1, 30);
    }

    [Fact]
    public async Task Index_TenThousandWide_IsRefusedBeforeItsEntriesAreAskedFor()
    {
        var entries = Enumerable.Range(0, 10_000).Select(entry => Digest.Compute(BitConverter.GetBytes(entry)));
        _source.Serve(HostileSource.Index(entries), MediaTypes.OciIndex, isImage: true);

        Assert.Contains("it lists 10000 manifests, and at most 1000 are copied", await _source.FailAsync(), StringComparison.Ordinal);
        Assert.InRange(_source.Requests, 1, 5);
    }

    [Fact]
    public async Task Index_OfLargeManifests_IsReadToTheLimitOfAllTogether()
    {
        var large = Enumerable.Range(0, 20).Select(entry => _source.Serve(
            [.. HostileSource.Manifest(Digest.Compute("{}"u8).ToString(), Digest.Compute("x"u8).ToString(), entry), .. Enumerable.Repeat((byte)' ', 4_000_000)],
            MediaTypes.OciManifest)).ToList();
        _source.Serve(HostileSource.Index(large), MediaTypes.OciIndex, isImage: true);

        Assert.Contains("its manifests have more than 33554432 bytes together", await _source.FailAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task MediaType_OfAnIndexForAnImage_IsRefused()
    {
        _source.Serve(
            HostileSource.Manifest(Digest.Compute("{}"u8).ToString(), Digest.Compute("x"u8).ToString(), 1), MediaTypes.OciIndex, isImage: true);

        Assert.Contains("The manifest is not valid application/vnd.oci.image.index.v1+json", await _source.FailAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task MediaType_OtherThanTheContentSays_IsRefused()
    {
        _source.Serve(
            HostileSource.Manifest(Digest.Compute("{}"u8).ToString(), Digest.Compute("x"u8).ToString(), 1), MediaTypes.DockerManifest, isImage: true);

        Assert.Contains(
            "its mediaType is application/vnd.oci.image.manifest.v1+json, but it is served as application/vnd.docker.distribution.manifest.v2+json",
            await _source.FailAsync(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task MediaType_OfNoManifest_IsRefused()
    {
        _source.Serve("<html>Log in</html>"u8.ToArray(), "text/html", isImage: true);

        Assert.Contains("the source serves v1 as \"text/html\", which is no manifest", await _source.FailAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sha256:../../../../etc/passwd")]
    [InlineData("sha256:..%2f..%2fapp")]
    [InlineData("../../other/manifests/latest")]
    [InlineData("md5:d41d8cd98f00b204e9800998ecf8427e")]
    [InlineData("sha256:E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855")]
    public async Task Digest_ThatIsAPath_IsNeverAskedFor(string digest)
    {
        _source.Serve(HostileSource.Manifest(Digest.Compute("{}"u8).ToString(), digest, 1), MediaTypes.OciManifest, isImage: true);

        Assert.Contains($"malformed descriptor: digest \"{digest}\"", await _source.FailAsync(), StringComparison.Ordinal);
        // HEAD and GET of the image, and nothing it names.
        Assert.InRange(_source.Requests, 1, 5);
    }
}
