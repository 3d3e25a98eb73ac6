using System.Security.Cryptography;
using System.Text.RegularExpressions;
using SreGym.Oci.Content;
using SreGym.Oci.References;

namespace SreGym.Oci.Tests.Registry.Conformance;

/// <summary>What distribution-spec v1.1 demands under "Push".</summary>
public abstract partial class PushConformance(RegistryFixture registry)
{
    private static readonly byte[] s_content = "conformance push"u8.ToArray();
    private static readonly Digest s_digest = Digest.Compute(s_content);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    [Must("Push", "a manifest with a `subject` that is not there is accepted")]
    [Must("Pushing Manifests with Subject", "the answer to a manifest with a `subject` carries `OCI-Subject: <subject digest>`")]
    public async Task Manifest_WithUnknownSubject_IsAccepted()
    {
        var subject = Digest.Compute("not there"u8);
        var config = await registry.PushBlobAsync("conformance/subject", "{}"u8.ToArray());

        using var response = await registry.PutManifestAsync(
            "conformance/subject", "v1", RegistryFixture.Manifest(config, 2, config, 2, subject));

        Assert.Equal(201, (int)response.StatusCode);
        Assert.Equal(subject.ToString(), response.Headers.GetValues("OCI-Subject").Single());
    }

    [Theory]
    [Must("Push", "a manifest refused for a blob or manifest that is not there is answered with MANIFEST_BLOB_UNKNOWN")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Manifest_WithUnknownContent_IsManifestBlobUnknown(bool isIndex)
    {
        var missing = Digest.Compute("missing"u8);
        var config = await registry.PushBlobAsync("conformance/unknown", "{}"u8.ToArray());
        var manifest = isIndex ? Index(missing) : RegistryFixture.Manifest(config, 2, missing, 7);

        using var response = await registry.PutManifestAsync("conformance/unknown", "v1", manifest);

        Assert.Equal("MANIFEST_BLOB_UNKNOWN", await RegistryFixture.ErrorCodeAsync(response));
    }

    [Fact]
    [Must("POST then PUT", "`POST` answers 202 with a `Location`")]
    [Must("POST then PUT", "the `Location` holds a UUID, another one for each session")]
    public async Task Post_TwoSessions_HaveTheirOwnUuid()
    {
        using var first = await registry.SendAsync("POST", "/v2/conformance/session/blobs/uploads/");
        using var second = await registry.SendAsync("POST", "/v2/conformance/session/blobs/uploads/");

        Assert.Equal(202, (int)first.StatusCode);
        Assert.NotEqual(first.Headers.Location, second.Headers.Location);
        Assert.Matches(Uuid(), first.Headers.Location!.ToString());
    }

    [Fact]
    [Must("POST then PUT", "`PUT` of the whole blob answers 201 with the blob's pullable `Location`")]
    public async Task Put_WholeBlob_Is201AndPullable()
    {
        using var response = await registry.SendAsync(
            "PUT", $"{await StartAsync("conformance/put")}?digest={s_digest}", new ByteArrayContent(s_content));

        Assert.Equal(201, (int)response.StatusCode);
        await AssertPullableAsync(response);
    }

    [Fact]
    [Must("Single POST", "`POST` of the whole blob answers 201 with the blob's pullable `Location`")]
    public async Task SinglePost_WholeBlob_Is201AndPullable()
    {
        using var response = await registry.SendAsync(
            "POST", $"/v2/conformance/post/blobs/uploads/?digest={s_digest}", new ByteArrayContent(s_content));

        Assert.Equal(201, (int)response.StatusCode);
        await AssertPullableAsync(response);
    }

    [Theory]
    [Must("Single POST", "`<digest>` matches the blob's digest")]
    [InlineData("POST")]
    [InlineData("PUT")]
    public async Task Upload_OtherDigest_IsRefused(string method)
    {
        var url = method == "POST" ? "/v2/conformance/other/blobs/uploads/" : await StartAsync("conformance/other");

        using var response = await registry.SendAsync(method, $"{url}?digest={Digest.Compute("other"u8)}", new ByteArrayContent(s_content));

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Equal("DIGEST_INVALID", await RegistryFixture.ErrorCodeAsync(response));
    }

    [Fact]
    [Must("Pushing a blob in chunks", "each chunk answers 202 with `Location` and `Range: 0-<end-of-range>`")]
    [Must("Pushing a blob in chunks", "`<end-of-range>` is the position of the last uploaded byte")]
    [Must("Pushing a blob in chunks", "`Content-Range` is inclusive on both ends and begins with 0")]
    [Must("Pushing a blob in chunks", "the closing `PUT` answers 201 with the blob's pullable `Location`")]
    public async Task Chunks_InOrder_AreStored()
    {
        var location = await StartAsync("conformance/chunks");

        using var first = await registry.SendAsync("PATCH", location, Chunk(0, 4));
        using var second = await registry.SendAsync("PATCH", first.Headers.Location!.ToString(), Chunk(4, 5));
        using var closed = await registry.SendAsync(
            "PUT", $"{second.Headers.Location}?digest={s_digest}", Chunk(9, s_content.Length - 9));

        Assert.Equal((202, 202, 201), ((int)first.StatusCode, (int)second.StatusCode, (int)closed.StatusCode));
        Assert.Equal("0-3", first.Headers.GetValues("Range").Single());
        Assert.Equal("0-8", second.Headers.GetValues("Range").Single());
        await AssertPullableAsync(closed);
    }

    [Fact]
    [Must("Pushing a blob in chunks", "the last chunk may come with `PATCH`: the session is closed with a `PUT` without a body")]
    public async Task Chunks_ClosedWithoutBody_AreStored()
    {
        var location = await StartAsync("conformance/empty-put");
        using var chunk = await registry.SendAsync("PATCH", location, Chunk(0, s_content.Length));

        using var closed = await registry.SendAsync("PUT", $"{chunk.Headers.Location}?digest={s_digest}");

        Assert.Equal(201, (int)closed.StatusCode);
        await AssertPullableAsync(closed);
    }

    [Theory]
    [Must("Pushing a blob in chunks", "a chunk out of order is 416")]
    [Must("Pushing a blob in chunks", "`Content-Range` matches `^[0-9]+-[0-9]+$`")]
    [InlineData("PATCH", "8-11")]
    [InlineData("PATCH", "0-3")]
    [InlineData("PATCH", "3-6")]
    [InlineData("PATCH", "4-x")]
    [InlineData("PATCH", "*")]
    [InlineData("PUT", "8-11")]
    [InlineData("PUT", "0-3")]
    public async Task Chunk_OutOfOrder_Is416(string method, string range)
    {
        var location = await StartAsync("conformance/order");
        using var first = await registry.SendAsync("PATCH", location, Chunk(0, 4));
        var chunk = new ByteArrayContent(s_content[4..8]);
        chunk.Headers.TryAddWithoutValidation("Content-Range", range);

        using var refused = await registry.SendAsync(method, method == "PUT" ? $"{location}?digest={s_digest}" : location, chunk);

        Assert.Equal(416, (int)refused.StatusCode);
        Assert.Equal("0-3", refused.Headers.GetValues("Range").Single());
    }

    [Fact]
    [Must("Pushing a blob in chunks", "the first chunk begins with 0, any other is 416")]
    public async Task FirstChunk_NotFromZero_Is416()
    {
        var location = await StartAsync("conformance/first");

        using var refused = await registry.SendAsync("PATCH", location, Chunk(1, 4));

        Assert.Equal(416, (int)refused.StatusCode);
    }

    [Theory]
    [InlineData("0-9", 4, 400)]
    [InlineData("0-1", 4, 400)]
    [InlineData("0-3", 4, 202)]
    public async Task Chunk_OfUnknownLength_IsHeldToItsRange(string range, int length, int status)
    {
        var location = await StartAsync("conformance/streamed");
        var chunk = new StreamContent(new MemoryStream(s_content[..length]));
        chunk.Headers.TryAddWithoutValidation("Content-Range", range);

        using var response = await registry.SendAsync("PATCH", location, chunk, request => request.Headers.TransferEncodingChunked = true);

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    [Must("Pushing a blob in chunks", "the closing `PUT` carries the digest of the whole blob")]
    public async Task Put_WithoutDigest_IsRefused()
    {
        using var response = await registry.SendAsync("PUT", await StartAsync("conformance/no-digest"), new ByteArrayContent(s_content));

        Assert.Equal(400, (int)response.StatusCode);
    }

    [Fact]
    [Must("Pushing a blob in chunks", "`GET` of an active upload answers 204 with `Location` and `Range`")]
    public async Task Status_OfAnActiveUpload_Is204()
    {
        var location = await StartAsync("conformance/status");
        using var chunk = await registry.SendAsync("PATCH", location, Chunk(0, 6));

        using var status = await registry.SendAsync("GET", location);

        Assert.Equal(204, (int)status.StatusCode);
        Assert.Equal("0-5", status.Headers.GetValues("Range").Single());
        Assert.Equal(location, status.Headers.Location!.ToString());
    }

    [Theory]
    [Must("Mounting a blob from another repository", "a mount answers 201 with the blob's pullable `Location`")]
    [InlineData("&from=conformance/mount-source")]
    [InlineData("")]
    public async Task Mount_KnownBlob_Is201AndPullable(string from)
    {
        await registry.PushBlobAsync("conformance/mount-source", s_content);

        using var response = await registry.SendAsync("POST", $"/v2/conformance/mount{from.Length}/blobs/uploads/?mount={s_digest}{from}");

        Assert.Equal(201, (int)response.StatusCode);
        await AssertPullableAsync(response);
    }

    [Theory]
    [InlineData("&from=conformance/nowhere")]
    [InlineData("")]
    public async Task Mount_UnknownBlob_StartsAnUpload(string from)
    {
        using var response = await registry.SendAsync(
            "POST", $"/v2/conformance/no-mount/blobs/uploads/?mount={Digest.Compute("never pushed"u8)}{from}");

        Assert.Equal(202, (int)response.StatusCode);
        Assert.NotNull(response.Headers.Location);
    }

    [Theory]
    [Must("Pushing Manifests", "a manifest is stored byte for byte")]
    [Must("Pushing Manifests", "`PUT` of a manifest answers 201 with its pullable `Location`")]
    [Must("Pushing Manifests", "`Docker-Content-Digest` equals the digest the client gave")]
    [InlineData("sha256")]
    [InlineData("sha512")]
    public async Task Manifest_Put_IsStoredByteForByte(string algorithm)
    {
        var config = await registry.PushBlobAsync("conformance/bytes", "{}"u8.ToArray());
        byte[] bytes = [.. " \n"u8, .. RegistryFixture.Manifest(config, 2, config, 2).Bytes.Span, .. "\n\t "u8];
        var digest = Digest.FromHash(algorithm, algorithm == "sha512" ? SHA512.HashData(bytes) : SHA256.HashData(bytes));

        using var response = await registry.SendAsync(
            "PUT", $"/v2/conformance/bytes/manifests/{digest}", RegistryFixture.Body(bytes, MediaTypes.OciManifest));
        using var pulled = await registry.SendAsync("GET", response.Headers.Location!.ToString());

        Assert.Equal(201, (int)response.StatusCode);
        Assert.Equal(digest.ToString(), response.Headers.GetValues("Docker-Content-Digest").Single());
        Assert.Equal(bytes, await pulled.Content.ReadAsByteArrayAsync(Cancelled));
    }

    [Theory]
    [Must("Pushing Manifests", "a pull from a repository that is not there is 404")]
    [InlineData("/v2/conformance/never/manifests/v1")]
    [InlineData("/v2/conformance/never/tags/list")]
    [InlineData("/v2/conformance/never/blobs/sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    public async Task Repository_NeverPushed_Is404(string path)
    {
        using var response = await registry.SendAsync("GET", path);

        Assert.Equal(404, (int)response.StatusCode);
    }

    [Theory] // "Client and registry implementations SHOULD expect to be able to support manifest pushes of at least 4 megabytes"
    [InlineData(true)]
    [InlineData(false)]
    public async Task Manifest_OfFourMegabytes_IsAccepted(bool isLengthKnown)
    {
        var config = await registry.PushBlobAsync("conformance/large", "{}"u8.ToArray());
        var bytes = new byte[4 * 1024 * 1024];
        Array.Fill(bytes, (byte)' ');
        RegistryFixture.Manifest(config, 2, config, 2).Bytes.Span.CopyTo(bytes);

        using var response = await registry.SendAsync(
            "PUT", "/v2/conformance/large/manifests/v1", RegistryFixture.Body(bytes, MediaTypes.OciManifest),
            request => request.Headers.TransferEncodingChunked = !isLengthKnown);

        Assert.Equal(201, (int)response.StatusCode);
    }

    private static ManifestContent Index(Digest child) => new(
        MediaTypes.OciIndex,
        System.Text.Encoding.UTF8.GetBytes(
            $$"""{"schemaVersion":2,"manifests":[{"mediaType":"{{MediaTypes.OciManifest}}","digest":"{{child}}","size":7}]}"""));

    private static ByteArrayContent Chunk(int from, int length)
    {
        var chunk = new ByteArrayContent(s_content[from..(from + length)]);
        chunk.Headers.TryAddWithoutValidation("Content-Range", $"{from}-{from + length - 1}");
        return chunk;
    }

    private async Task<string> StartAsync(string repository)
    {
        using var response = await registry.SendAsync("POST", $"/v2/{repository}/blobs/uploads/");
        Assert.Equal(202, (int)response.StatusCode);
        return response.Headers.Location!.ToString();
    }

    private async Task AssertPullableAsync(HttpResponseMessage created)
    {
        using var response = await registry.SendAsync("GET", created.Headers.Location!.ToString());
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal(s_content, await response.Content.ReadAsByteArrayAsync(Cancelled));
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Uuid();

    public sealed class InMemory(RegistryFixture registry) : PushConformance(registry), IClassFixture<RegistryFixture>;

    public sealed class OnDisk(DiskRegistryFixture registry) : PushConformance(registry), IClassFixture<DiskRegistryFixture>;
}
