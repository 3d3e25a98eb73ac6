using SreGym.Oci.References;

namespace SreGym.Oci.Tests.Registry.Conformance;

/// <summary>What distribution-spec v1.1 demands under "Pull".</summary>
public abstract class PullConformance(RegistryFixture registry)
{
    private static readonly byte[] s_content = "conformance pull"u8.ToArray();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    [Must("Determining Support", "`GET /v2/` answers 200 when the registry implements the specification")]
    public async Task Base_Get_Is200()
    {
        using var response = await registry.SendAsync("GET", "/v2/");

        Assert.Equal(200, (int)response.StatusCode);
    }

    [Theory]
    [Must("Pulling manifests", "`<name>` matches `[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(\\/…)*`")]
    [InlineData("a", true)]
    [InlineData("a/b_c/d__e/f--g/h.i", true)]
    [InlineData("0/1", true)]
    [InlineData("a___b", false)]
    [InlineData("a..b", false)]
    [InlineData("a._b", false)]
    [InlineData("-a", false)]
    [InlineData("a-", false)]
    [InlineData("A", false)]
    [InlineData("a/", false)]
    public async Task Name_Post_IsHeldToTheGrammar(string name, bool isValid)
    {
        using var response = await registry.SendAsync("POST", $"/v2/{name}/blobs/uploads/");

        Assert.Equal(isValid ? 202 : 400, (int)response.StatusCode);
    }

    [Theory]
    [Must("Pulling manifests", "`<reference>` is a digest or a tag, never anything else")]
    [Must("Pulling manifests", "a tag has at most 128 characters and matches `[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}`")]
    [InlineData("v1", 201)]
    [InlineData("_", 201)]
    [InlineData("A.b-C_9", 201)]
    [InlineData(".hidden", 400)]
    [InlineData("-dash", 400)]
    [InlineData("a:b", 400)]
    [InlineData("a@b", 400)]
    [InlineData("sha256:short", 400)]
    public async Task Reference_Put_IsATagOrADigest(string reference, int status)
    {
        var pushed = await registry.PushImageAsync("conformance/reference", "seed");

        using var response = await registry.PutManifestAsync("conformance/reference", reference, pushed);

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Theory]
    [Must("Pulling manifests", "a tag has at most 128 characters and matches `[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}`")]
    [InlineData(128, 201)]
    [InlineData(129, 400)]
    public async Task Tag_Put_IsHeldToItsLength(int length, int status)
    {
        var pushed = await registry.PushImageAsync("conformance/long-tag", "seed");

        using var response = await registry.PutManifestAsync("conformance/long-tag", new string('t', length), pushed);

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Theory]
    [Must("Pulling manifests", "`GET` of an existing manifest provides it with 200")]
    [Must("Checking if content exists in the registry", "`HEAD` of an existing manifest or blob answers 200")]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public async Task Manifest_Existing_Is200(string method)
    {
        var pushed = await registry.PushImageAsync("conformance/manifest", "v1");

        foreach (var reference in new[] { "v1", pushed.Digest.ToString() })
        {
            using var response = await registry.SendAsync(method, $"/v2/conformance/manifest/manifests/{reference}");

            Assert.Equal(200, (int)response.StatusCode);
            Assert.Equal(pushed.Bytes.Length, response.Content.Headers.ContentLength);
            Assert.Equal(method == "HEAD" ? [] : pushed.Bytes.ToArray(), await response.Content.ReadAsByteArrayAsync(Cancelled));
        }
    }

    [Theory]
    [Must("Pulling manifests", "a manifest that is not in the repository is 404")]
    [Must("Checking if content exists in the registry", "`HEAD` of a manifest or blob that is not in the repository is 404")]
    [InlineData("GET", "nothing")]
    [InlineData("HEAD", "nothing")]
    [InlineData("GET", "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("HEAD", "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    public async Task Manifest_Missing_Is404(string method, string reference)
    {
        await registry.PushImageAsync("conformance/missing", "v1");

        using var response = await registry.SendAsync(method, $"/v2/conformance/missing/manifests/{reference}");

        Assert.Equal(404, (int)response.StatusCode);
    }

    [Theory]
    [Must("Pulling blobs", "`GET` of an existing blob provides it with 200")]
    [Must("Pulling blobs", "`Docker-Content-Digest`, where present, matches the body")]
    [Must("Checking if content exists in the registry", "`HEAD` of an existing manifest or blob answers 200")]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public async Task Blob_Existing_Is200(string method)
    {
        var digest = await registry.PushBlobAsync("conformance/blob", s_content);

        using var response = await registry.SendAsync(method, $"/v2/conformance/blob/blobs/{digest}");
        var body = await response.Content.ReadAsByteArrayAsync(Cancelled);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal(s_content.Length, response.Content.Headers.ContentLength);
        Assert.Equal(method == "HEAD" ? [] : s_content, body);
        Assert.Equal(Digest.Compute(s_content).ToString(), response.Headers.GetValues("Docker-Content-Digest").Single());
    }

    [Theory]
    [Must("Pulling blobs", "a blob that is not in the repository is 404")]
    [Must("Checking if content exists in the registry", "`HEAD` of a manifest or blob that is not in the repository is 404")]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public async Task Blob_Missing_Is404(string method)
    {
        await registry.PushBlobAsync("conformance/blob-missing", s_content);

        using var response = await registry.SendAsync(method, $"/v2/conformance/blob-missing/blobs/{Digest.Compute("other"u8)}");

        Assert.Equal(404, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("/v2/conformance/etag/manifests/v1")]
    [InlineData("/v2/conformance/etag/blobs/")]
    public async Task Content_ThatTheClientHas_Is304(string path)
    {
        var pushed = await registry.PushImageAsync("conformance/etag", "v1");
        var url = path.EndsWith('/') ? path + pushed.ReadManifest().Config.Digest : path;
        using var first = await registry.SendAsync("GET", url);

        using var again = await registry.SendAsync(
            "GET", url, change: request => request.Headers.TryAddWithoutValidation("If-None-Match", first.Headers.ETag!.ToString()));

        Assert.Equal(304, (int)again.StatusCode);
        Assert.Empty(await again.Content.ReadAsByteArrayAsync(Cancelled));
    }

    public sealed class InMemory(RegistryFixture registry) : PullConformance(registry), IClassFixture<RegistryFixture>;

    public sealed class OnDisk(DiskRegistryFixture registry) : PullConformance(registry), IClassFixture<DiskRegistryFixture>;
}
