using System.Text.Json;
using SreGym.Oci.References;

namespace SreGym.Oci.Tests.Registry.Conformance;

/// <summary>What distribution-spec v1.1 demands under "Content Management" and "Error Codes".</summary>
public abstract class ManagementConformance(RegistryFixture registry)
{
    private static readonly string[] s_codes =
    [
        "BLOB_UNKNOWN", "BLOB_UPLOAD_INVALID", "BLOB_UPLOAD_UNKNOWN", "DIGEST_INVALID", "MANIFEST_BLOB_UNKNOWN", "MANIFEST_INVALID",
        "MANIFEST_UNKNOWN", "NAME_INVALID", "NAME_UNKNOWN", "SIZE_INVALID", "UNAUTHORIZED", "DENIED", "UNSUPPORTED", "TOOMANYREQUESTS",
    ];

    [Fact]
    [Must("Deleting tags", "a deleted tag answers 202, and 404 from then on")]
    public async Task Delete_Tag_Is202AndGone()
    {
        await registry.PushImageAsync("conformance/delete-tag", "v1");

        using var deleted = await registry.SendAsync("DELETE", "/v2/conformance/delete-tag/manifests/v1");
        using var gone = await registry.SendAsync("GET", "/v2/conformance/delete-tag/manifests/v1");

        Assert.Equal(202, (int)deleted.StatusCode);
        Assert.Equal(404, (int)gone.StatusCode);
    }

    [Fact]
    [Must("Deleting Manifests", "a deleted manifest answers 202; it and each tag of it are 404 from then on")]
    public async Task Delete_Manifest_Is202AndItsTagsAreGone()
    {
        var pushed = await registry.PushImageAsync("conformance/delete-manifest", "v1");
        await registry.PutManifestAsync("conformance/delete-manifest", "v2", pushed);

        using var deleted = await registry.SendAsync("DELETE", $"/v2/conformance/delete-manifest/manifests/{pushed.Digest}");

        Assert.Equal(202, (int)deleted.StatusCode);
        foreach (var reference in new[] { pushed.Digest.ToString(), "v1", "v2" })
        {
            using var gone = await registry.SendAsync("GET", $"/v2/conformance/delete-manifest/manifests/{reference}");
            Assert.Equal(404, (int)gone.StatusCode);
        }
    }

    [Fact]
    [Must("Deleting Manifests", "in a repository that is not there, it is 404")]
    public async Task Delete_InUnknownRepository_Is404()
    {
        using var response = await registry.SendAsync("DELETE", $"/v2/conformance/unknown-repo/manifests/{Digest.Compute("x"u8)}");

        Assert.Equal(404, (int)response.StatusCode);
    }

    [Fact]
    [Must("Deleting Blobs", "a deleted blob answers 202, and 404 from then on")]
    [Must("Deleting Blobs", "a blob that is not there is 404")]
    public async Task Delete_Blob_Is202Then404()
    {
        var digest = await registry.PushBlobAsync("conformance/delete-blob", "delete me"u8.ToArray());

        using var deleted = await registry.SendAsync("DELETE", $"/v2/conformance/delete-blob/blobs/{digest}");
        using var gone = await registry.SendAsync("HEAD", $"/v2/conformance/delete-blob/blobs/{digest}");
        using var again = await registry.SendAsync("DELETE", $"/v2/conformance/delete-blob/blobs/{digest}");

        Assert.Equal((202, 404, 404), ((int)deleted.StatusCode, (int)gone.StatusCode, (int)again.StatusCode));
    }

    [Theory]
    [Must("Error Codes", "a JSON error is `{\"errors\": [{\"code\", \"message\", \"detail\"}]}` and its code is one of the fourteen")]
    [InlineData("GET", "/v2/conformance/none/manifests/v1")]
    [InlineData("GET", "/v2/conformance/none/blobs/sha256:zz")]
    [InlineData("GET", "/v2/conformance/none/tags/list")]
    [InlineData("GET", "/v2/conformance/none/tags/list?n=x")]
    [InlineData("GET", "/v2/conformance/none/referrers/x")]
    [InlineData("GET", "/v2/UPPER/tags/list")]
    [InlineData("GET", "/v2/_catalog?n=-1")]
    [InlineData("PATCH", "/v2/conformance/none/blobs/uploads/nothing")]
    [InlineData("PUT", "/v2/conformance/none/manifests/v1")]
    [InlineData("POST", "/v2/conformance/none/manifests/v1")]
    [InlineData("DELETE", "/v2/conformance/none/manifests/v1")]
    [InlineData("GET", "/nowhere")]
    public async Task Error_Body_HasTheFormatAndAKnownCode(string method, string path)
    {
        using var response = await registry.SendAsync(method, path);
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        Assert.InRange((int)response.StatusCode, 400, 499);
        var error = Assert.Single(body.RootElement.GetProperty("errors").EnumerateArray());
        Assert.Contains(error.GetProperty("code").GetString(), s_codes);
        Assert.NotEmpty(error.GetProperty("message").GetString()!);
        Assert.False(response.Headers.Contains("Warning"));
    }

    public sealed class InMemory(RegistryFixture registry) : ManagementConformance(registry), IClassFixture<RegistryFixture>
    {
        private readonly RegistryFixture _registry = registry;

        [Theory]
        [Must("Content Management", "where deletion is disabled, it is 400 or 405")]
        [InlineData("manifests/1.36")]
        [InlineData("manifests/sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
        [InlineData("blobs/sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
        public async Task Delete_WhereItIsDisabled_Is405(string what)
        {
            using var response = await _registry.SendAsync("DELETE", $"/v2/library/busybox/{what}", host: "docker.io");

            Assert.Equal(405, (int)response.StatusCode);
        }
    }

    public sealed class OnDisk(DiskRegistryFixture registry) : ManagementConformance(registry), IClassFixture<DiskRegistryFixture>;
}
