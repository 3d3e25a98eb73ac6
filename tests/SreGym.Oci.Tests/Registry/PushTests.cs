using System.Text;
using SreGym.Oci.Content;
using SreGym.Oci.References;

namespace SreGym.Oci.Tests.Registry;

/// <summary>distribution-spec v1.1, "Push".</summary>
public abstract class PushTests(RegistryFixture registry)
{
    private static readonly byte[] s_content = "0123456789"u8.ToArray();
    private static readonly Digest s_digest = Digest.Compute(s_content);

    [Fact] // "POST then PUT", end-4a and end-6
    public async Task Upload_PostThenPut_StoresTheBlob()
    {
        var location = await StartAsync("push/post-put");

        using var response = await registry.SendAsync("PUT", $"{location}?digest={s_digest}", new ByteArrayContent(s_content));

        Assert.Equal(201, (int)response.StatusCode);
        Assert.Equal($"/v2/push/post-put/blobs/{s_digest}", response.Headers.Location!.ToString());
        await AssertStoredAsync("push/post-put");
    }

    [Fact] // "Single POST", end-4b
    public async Task Upload_SinglePost_StoresTheBlob()
    {
        await registry.PushBlobAsync("push/single", s_content);

        await AssertStoredAsync("push/single");
    }

    [Fact] // "Pushing a blob in chunks", end-5
    public async Task Upload_Chunks_StoresTheBlob()
    {
        var location = await StartAsync("push/chunks");

        using var first = await registry.SendAsync("PATCH", location, Chunk(0, 4));
        using var status = await registry.SendAsync("GET", location);
        using var second = await registry.SendAsync("PATCH", location, Chunk(4, 3));
        using var last = await registry.SendAsync("PUT", $"{location}?digest={s_digest}", Chunk(7, 3));

        Assert.Equal(202, (int)first.StatusCode);
        Assert.Equal("0-3", first.Headers.GetValues("Range").Single());
        Assert.Equal(204, (int)status.StatusCode); // end-13
        Assert.Equal("0-3", status.Headers.GetValues("Range").Single());
        Assert.Equal(location, status.Headers.Location!.ToString());
        Assert.Equal("0-6", second.Headers.GetValues("Range").Single());
        Assert.Equal(201, (int)last.StatusCode);
        await AssertStoredAsync("push/chunks");
    }

    [Theory] // "If a chunk is uploaded out of order, the registry MUST respond with 416"
    [InlineData("4-6")]
    [InlineData("0-2")]
    [InlineData("2-4")]
    [InlineData("nonsense")]
    [InlineData("5-3")]
    [InlineData("-5")]
    [InlineData("99999999999999999999-99999999999999999999")]
    public async Task Upload_ChunkOutOfOrder_Is416AndKeepsTheSession(string range)
    {
        var location = await StartAsync("push/order");
        using var first = await registry.SendAsync("PATCH", location, Chunk(0, 3));
        var chunk = new ByteArrayContent(s_content[4..7]);
        chunk.Headers.TryAddWithoutValidation("Content-Range", range);

        using var refused = await registry.SendAsync("PATCH", location, chunk);
        using var rest = await registry.SendAsync("PATCH", location, Chunk(3, 7));
        using var closed = await registry.SendAsync("PUT", $"{location}?digest={s_digest}");

        Assert.Equal(416, (int)refused.StatusCode);
        Assert.Equal("0-2", refused.Headers.GetValues("Range").Single());
        Assert.Equal(location, refused.Headers.Location!.ToString());
        Assert.Equal(202, (int)rest.StatusCode);
        Assert.Equal(201, (int)closed.StatusCode);
    }

    [Fact]
    public async Task Upload_RangeAndLengthDisagree_Is400()
    {
        var location = await StartAsync("push/size");
        var chunk = new ByteArrayContent(s_content[..3]);
        chunk.Headers.TryAddWithoutValidation("Content-Range", "0-7");

        using var refused = await registry.SendAsync("PATCH", location, chunk);

        Assert.Equal("SIZE_INVALID", await RegistryFixture.ErrorCodeAsync(refused));
    }

    [Fact] // code-4: what does not match its digest is not stored
    public async Task Upload_OtherContent_Is400AndNothingIsStored()
    {
        var location = await StartAsync("push/mismatch");

        using var response = await registry.SendAsync("PUT", $"{location}?digest={s_digest}", new ByteArrayContent([1, 2, 3]));
        using var blob = await registry.SendAsync("GET", $"/v2/push/mismatch/blobs/{s_digest}");
        using var session = await registry.SendAsync("GET", location);

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Equal("DIGEST_INVALID", await RegistryFixture.ErrorCodeAsync(response));
        Assert.Equal(404, (int)blob.StatusCode);
        Assert.Equal(404, (int)session.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?digest=sha256:abc")]
    [InlineData("?digest=md5:d41d8cd98f00b204e9800998ecf8427e")]
    public async Task Upload_CloseWithoutUsableDigest_Is400(string query)
    {
        var location = await StartAsync("push/no-digest");

        using var response = await registry.SendAsync("PUT", location + query, new ByteArrayContent(s_content));

        Assert.Equal("DIGEST_INVALID", await RegistryFixture.ErrorCodeAsync(response));
    }

    [Fact] // canonical digests of other registered algorithms
    public async Task Upload_Sha512_StoresTheBlob()
    {
        var digest = Digest.FromHash("sha512", System.Security.Cryptography.SHA512.HashData(s_content));
        var location = await StartAsync("push/sha512");

        using var response = await registry.SendAsync("PUT", $"{location}?digest={digest}", new ByteArrayContent(s_content));
        using var blob = await registry.SendAsync("GET", $"/v2/push/sha512/blobs/{digest}");

        Assert.Equal(201, (int)response.StatusCode);
        Assert.Equal(200, (int)blob.StatusCode);
    }

    [Fact] // code-3
    public async Task Upload_CancelledOrForeignSession_Is404()
    {
        var location = await StartAsync("push/cancel");

        using var foreign = await registry.SendAsync("PATCH", location.Replace("push/cancel", "push/other", StringComparison.Ordinal), Chunk(0, 3));
        using var cancelled = await registry.SendAsync("DELETE", location);
        using var after = await registry.SendAsync("PATCH", location, Chunk(0, 3));

        Assert.Equal(404, (int)foreign.StatusCode);
        Assert.Equal(204, (int)cancelled.StatusCode);
        Assert.Equal(404, (int)after.StatusCode);
        Assert.Equal("BLOB_UPLOAD_UNKNOWN", await RegistryFixture.ErrorCodeAsync(after));
    }

    [Fact] // "Mounting a blob from another repository", end-11
    public async Task Mount_BlobThatIsThere_Is201()
    {
        await registry.PushBlobAsync("push/mount-from", s_content);

        using var response = await registry.SendAsync("POST", $"/v2/push/mount-to/blobs/uploads/?mount={s_digest}&from=push/mount-from");

        Assert.Equal(201, (int)response.StatusCode);
        Assert.Equal($"/v2/push/mount-to/blobs/{s_digest}", response.Headers.Location!.ToString());
        await AssertStoredAsync("push/mount-to");
    }

    [Fact] // "Mounting...": a registry that cannot mount starts an upload instead
    public async Task Mount_BlobThatIsNotThere_Is202()
    {
        using var response = await registry.SendAsync("POST", $"/v2/push/no-mount/blobs/uploads/?mount={s_digest}&from=push/nowhere");

        Assert.Equal(202, (int)response.StatusCode);
        Assert.NotNull(response.Headers.Location);
    }

    [Fact] // "Pushing Manifests", end-7
    public async Task Manifest_Put_IsServedByteForByte()
    {
        var pushed = await registry.PushImageAsync("push/manifest", "v1");

        using var response = await registry.PutManifestAsync("push/manifest", pushed.Digest.ToString(), pushed);

        Assert.Equal(201, (int)response.StatusCode);
        Assert.Equal($"/v2/push/manifest/manifests/{pushed.Digest}", response.Headers.Location!.ToString());
        Assert.Equal(pushed.Digest.ToString(), response.Headers.GetValues("Docker-Content-Digest").Single());
    }

    [Fact] // code-5
    public async Task Manifest_MissingBlob_IsRefused()
    {
        var config = await registry.PushBlobAsync("push/missing", "{}"u8.ToArray());
        var manifest = RegistryFixture.Manifest(config, 2, Digest.Compute("missing"u8), 7);

        using var response = await registry.PutManifestAsync("push/missing", "v1", manifest);

        Assert.Equal("MANIFEST_BLOB_UNKNOWN", await RegistryFixture.ErrorCodeAsync(response));
    }

    [Fact] // "Pushing Manifests with Subject"
    public async Task Manifest_WithSubjectThatIsNotThere_IsAcceptedAndSaysSo()
    {
        var subject = Digest.Compute("not there"u8);
        var config = await registry.PushBlobAsync("push/subject", "{}"u8.ToArray());
        var layer = await registry.PushBlobAsync("push/subject", "x"u8.ToArray());

        using var response = await registry.PutManifestAsync("push/subject", "v1", RegistryFixture.Manifest(config, 2, layer, 1, subject));

        Assert.Equal(201, (int)response.StatusCode);
        Assert.Equal(subject.ToString(), response.Headers.GetValues("OCI-Subject").Single());
    }

    [Theory] // code-6
    [InlineData("v1", MediaTypes.OciManifest, "{")]
    [InlineData("v1", MediaTypes.OciManifest, "null")]
    [InlineData("v1", MediaTypes.OciManifest, "[]")]
    [InlineData("v1", MediaTypes.OciManifest, "{}")]
    [InlineData("v1", MediaTypes.OciManifest, """{"schemaVersion":1,"config":{"mediaType":"a","digest":"b","size":1},"layers":[]}""")]
    [InlineData("v1", MediaTypes.OciManifest, """{"schemaVersion":2,"config":{"mediaType":"a","digest":"b","size":1},"layers":[]}""")]
    [InlineData("v1", MediaTypes.OciIndex, """{"schemaVersion":2,"manifests":[null]}""")]
    [InlineData("v1", MediaTypes.OciIndex, """{"schemaVersion":2,"mediaType":"application/vnd.docker.distribution.manifest.list.v2+json","manifests":[]}""")]
    [InlineData("v1", MediaTypes.DockerSchema1Signed, "{}")]
    [InlineData("v1", "application/json", "{}")]
    [InlineData("v1", "", "{}")]
    [InlineData(".dot", MediaTypes.OciManifest, "{}")]
    public async Task Manifest_Malformed_IsRefusedAndNotStored(string reference, string mediaType, string json)
    {
        using var response = await registry.SendAsync(
            "PUT", $"/v2/push/malformed/manifests/{reference}", RegistryFixture.Body(Encoding.UTF8.GetBytes(json), mediaType));
        using var stored = await registry.SendAsync("GET", $"/v2/push/malformed/manifests/{reference}");

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Equal("MANIFEST_INVALID", await RegistryFixture.ErrorCodeAsync(response));
        Assert.Equal(404, (int)stored.StatusCode);
    }

    [Fact]
    public async Task Manifest_OtherDigest_IsRefused()
    {
        using var response = await registry.SendAsync(
            "PUT", $"/v2/push/digest/manifests/{s_digest}", RegistryFixture.Body("{}"u8.ToArray(), MediaTypes.OciManifest));

        Assert.Equal("DIGEST_INVALID", await RegistryFixture.ErrorCodeAsync(response));
    }

    [Theory] // "Pushing Manifests": a registry should take 4 MiB and answers 413 above its limit
    [InlineData(true)]
    [InlineData(false)]
    public async Task Manifest_TooLarge_Is413(bool isLengthKnown)
    {
        var body = RegistryFixture.Body(new byte[(4 * 1024 * 1024) + 1], MediaTypes.OciManifest);

        using var response = await registry.SendAsync(
            "PUT", "/v2/push/large/manifests/v1", body, request => request.Headers.TransferEncodingChunked = !isLengthKnown);

        Assert.Equal(413, (int)response.StatusCode);
    }

    private async Task<string> StartAsync(string repository)
    {
        using var response = await registry.SendAsync("POST", $"/v2/{repository}/blobs/uploads/");
        Assert.Equal(202, (int)response.StatusCode);
        return response.Headers.Location!.ToString();
    }

    private async Task AssertStoredAsync(string repository)
    {
        using var response = await registry.SendAsync("GET", $"/v2/{repository}/blobs/{s_digest}");
        Assert.Equal(s_content, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    private static ByteArrayContent Chunk(int from, int length)
    {
        var chunk = new ByteArrayContent(s_content[from..(from + length)]);
        chunk.Headers.TryAddWithoutValidation("Content-Range", $"{from}-{from + length - 1}");
        return chunk;
    }

    public sealed class InMemory(RegistryFixture registry) : PushTests(registry), IClassFixture<RegistryFixture>;

    public sealed class OnDisk(DiskRegistryFixture registry) : PushTests(registry), IClassFixture<DiskRegistryFixture>;
}
