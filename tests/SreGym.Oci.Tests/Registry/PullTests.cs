using SreGym.Oci.Content;

namespace SreGym.Oci.Tests.Registry;

/// <summary>distribution-spec v1.1, "Pull".</summary>
public abstract class PullTests(RegistryFixture registry)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact] // "Determining Support", end-1
    public async Task Base_Get_Is200()
    {
        using var response = await registry.SendAsync("GET", "/v2/");

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("registry/2.0", response.Headers.GetValues("Docker-Distribution-Api-Version").Single());
    }

    [Theory] // "Pulling manifests", end-3
    [InlineData("GET")]
    [InlineData("HEAD")]
    public async Task Manifest_ByTagAndDigest_IsServedWithTypeAndDigest(string method)
    {
        var pushed = await registry.PushImageAsync("pull/app", "v1");

        foreach (var reference in new[] { "v1", pushed.Digest.ToString() })
        {
            using var response = await registry.SendAsync(method, $"/v2/pull/app/manifests/{reference}");

            Assert.Equal(200, (int)response.StatusCode);
            Assert.Equal(MediaTypes.OciManifest, response.Content.Headers.ContentType!.ToString());
            Assert.Equal(pushed.Digest.ToString(), response.Headers.GetValues("Docker-Content-Digest").Single());
            Assert.Equal(pushed.Bytes.Length, response.Content.Headers.ContentLength);
            var body = await response.Content.ReadAsByteArrayAsync(Cancelled);
            Assert.Equal(method == "HEAD" ? [] : pushed.Bytes.ToArray(), body);
        }
    }

    [Theory] // "Pulling manifests": the manifest or repository is not found
    [InlineData("GET", "pull/app2", "nothing", "MANIFEST_UNKNOWN")]
    [InlineData("GET", "pull/no-such-repository", "v1", "NAME_UNKNOWN")]
    [InlineData("GET", "pull/app2", "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "MANIFEST_UNKNOWN")]
    [InlineData("HEAD", "pull/app2", "nothing", null)]
    public async Task Manifest_Unknown_Is404(string method, string repository, string reference, string? code)
    {
        await registry.PushImageAsync("pull/app2", "v1");

        using var response = await registry.SendAsync(method, $"/v2/{repository}/manifests/{reference}");

        Assert.Equal(404, (int)response.StatusCode);
        if (code is not null)
        {
            Assert.Equal(code, await RegistryFixture.ErrorCodeAsync(response));
        }
    }

    [Fact] // Accept: what the client cannot read is not sent
    public async Task Manifest_NotAccepted_Is404()
    {
        await registry.PushImageAsync("pull/accept", "v1");

        using var refused = await registry.SendAsync(
            "GET", "/v2/pull/accept/manifests/v1", change: request => request.Headers.Add("Accept", MediaTypes.DockerManifest));
        using var any = await registry.SendAsync(
            "GET", "/v2/pull/accept/manifests/v1", change: request => request.Headers.Add("Accept", "text/html, */*;q=0.1"));

        Assert.Equal(404, (int)refused.StatusCode);
        Assert.Equal(200, (int)any.StatusCode);
    }

    [Fact] // "Pulling blobs", end-2
    public async Task Blob_Get_ServesTheContent()
    {
        var digest = await registry.PushBlobAsync("pull/blob", "0123456789"u8.ToArray());

        using var response = await registry.SendAsync("GET", $"/v2/pull/blob/blobs/{digest}");

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("0123456789", await response.Content.ReadAsStringAsync(Cancelled));
        Assert.Equal(digest.ToString(), response.Headers.GetValues("Docker-Content-Digest").Single());
    }

    [Theory] // "Pulling blobs": a registry SHOULD support Range (RFC 9110 section 14)
    [InlineData("bytes=0-3", 206, "0123", "bytes 0-3/10")]
    [InlineData("bytes=4-", 206, "456789", "bytes 4-9/10")]
    [InlineData("bytes=-2", 206, "89", "bytes 8-9/10")]
    [InlineData("bytes=8-100", 206, "89", "bytes 8-9/10")]
    [InlineData("bytes=10-", 416, null, "bytes */10")]
    [InlineData("bytes=-0", 416, null, "bytes */10")]
    [InlineData("bytes=0-1,4-5", 200, "0123456789", null)]
    [InlineData("rows=0-1", 200, "0123456789", null)]
    [InlineData("bytes=nonsense", 200, "0123456789", null)]
    public async Task Blob_Range_ServesThatPart(string range, int status, string? body, string? contentRange)
    {
        var digest = await registry.PushBlobAsync("pull/range", "0123456789"u8.ToArray());

        using var response = await registry.SendAsync(
            "GET", $"/v2/pull/range/blobs/{digest}", change: request => request.Headers.TryAddWithoutValidation("Range", range));

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(contentRange, response.Content.Headers.ContentRange?.ToString());
        if (body is not null)
        {
            Assert.Equal(body, await response.Content.ReadAsStringAsync(Cancelled));
        }
    }

    [Fact] // "Checking if content exists in the registry"
    public async Task Blob_Head_TellsTheLength()
    {
        var digest = await registry.PushBlobAsync("pull/head", "0123456789"u8.ToArray());

        using var response = await registry.SendAsync("HEAD", $"/v2/pull/head/blobs/{digest}");

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal(10, response.Content.Headers.ContentLength);
    }

    [Fact] // "Pulling blobs": not found in this repository, even if another one has it
    public async Task Blob_OfAnotherRepository_Is404()
    {
        var digest = await registry.PushBlobAsync("pull/mine", "mine"u8.ToArray());
        await registry.PushBlobAsync("pull/theirs", "theirs"u8.ToArray());

        using var response = await registry.SendAsync("GET", $"/v2/pull/theirs/blobs/{digest}");

        Assert.Equal(404, (int)response.StatusCode);
        Assert.Equal("BLOB_UNKNOWN", await RegistryFixture.ErrorCodeAsync(response));
    }

    [Theory]
    [InlineData("/v2/pull/x/blobs/sha256:zz", 400, "DIGEST_INVALID")]
    [InlineData("/v2/pull/x/blobs/md5:d41d8cd98f00b204e9800998ecf8427e", 400, "DIGEST_INVALID")]
    [InlineData("/v2/Upper/manifests/v1", 400, "NAME_INVALID")]
    [InlineData("/v2/a..b/manifests/v1", 400, "NAME_INVALID")]
    [InlineData("/v2/a%2f..%2fb/manifests/v1", 400, "NAME_INVALID")]
    [InlineData("/v2/a%00b/manifests/v1", 400, "")]
    [InlineData("/v2/-a/tags/list", 400, "NAME_INVALID")]
    [InlineData("/v2/a//b/manifests/v1", 400, "NAME_INVALID")]
    [InlineData("/v2/%2e%2e/%2e%2e/etc/passwd", 404, "UNSUPPORTED")]
    [InlineData("/v2/only-a-name", 404, "UNSUPPORTED")]
    [InlineData("/v2/a/manifests/", 404, "UNSUPPORTED")]
    [InlineData("/v1/search", 404, "UNSUPPORTED")]
    [InlineData("/", 404, "UNSUPPORTED")]
    public async Task HostileName_Get_IsRefused(string path, int status, string code)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Get, new Uri($"{registry.Server.Address}{path[1..]}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        request.Headers.Host = RegistryFixture.Host;

        using var response = await registry.Http.SendAsync(request, Cancelled);

        Assert.Equal(status, (int)response.StatusCode);
        if (code.Length > 0)
        {
            Assert.Equal(code, await RegistryFixture.ErrorCodeAsync(response));
        }
    }

    [Fact]
    public async Task Name_OfMoreThan255Characters_IsRefused()
    {
        using var response = await registry.SendAsync("GET", $"/v2/{new string('a', 256)}/manifests/v1");

        Assert.Equal("NAME_INVALID", await RegistryFixture.ErrorCodeAsync(response));
    }

    [Theory] // repositories may be called like endpoints
    [InlineData("team/blobs/app")]
    [InlineData("manifests/tags")]
    [InlineData("blobs/uploads")]
    public async Task Repository_NamedLikeAnEndpoint_Works(string repository)
    {
        var pushed = await registry.PushImageAsync(repository, "v1");

        using var response = await registry.SendAsync("GET", $"/v2/{repository}/manifests/{pushed.Digest}");
        using var tags = await registry.SendAsync("GET", $"/v2/{repository}/tags/list");

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal(200, (int)tags.StatusCode);
    }

    [Fact]
    public async Task UnknownHost_Get_Is421()
    {
        using var response = await registry.SendAsync("GET", "/v2/", host: "registry.example.com");

        Assert.Equal(421, (int)response.StatusCode);
    }

    public sealed class InMemory(RegistryFixture registry) : PullTests(registry), IClassFixture<RegistryFixture>;

    public sealed class OnDisk(DiskRegistryFixture registry) : PullTests(registry), IClassFixture<DiskRegistryFixture>;
}
