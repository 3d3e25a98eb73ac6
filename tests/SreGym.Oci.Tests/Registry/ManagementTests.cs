namespace SreGym.Oci.Tests.Registry;

/// <summary>distribution-spec v1.1, "Content Management".</summary>
public abstract class ManagementTests(RegistryFixture registry)
{
    [Fact] // "Deleting tags", end-9
    public async Task Delete_Tag_LeavesTheManifest()
    {
        var pushed = await registry.PushImageAsync("management/tag", "v1");

        using var deleted = await registry.SendAsync("DELETE", "/v2/management/tag/manifests/v1");
        using var byTag = await registry.SendAsync("GET", "/v2/management/tag/manifests/v1");
        using var byDigest = await registry.SendAsync("GET", $"/v2/management/tag/manifests/{pushed.Digest}");

        Assert.Equal(202, (int)deleted.StatusCode);
        Assert.Equal(404, (int)byTag.StatusCode);
        Assert.Equal(200, (int)byDigest.StatusCode);
    }

    [Fact] // "Deleting Manifests", end-9
    public async Task Delete_Manifest_TakesItsTagsAlong()
    {
        var pushed = await registry.PushImageAsync("management/manifest", "v1");

        using var deleted = await registry.SendAsync("DELETE", $"/v2/management/manifest/manifests/{pushed.Digest}");
        using var byTag = await registry.SendAsync("GET", "/v2/management/manifest/manifests/v1");
        using var tags = await registry.SendAsync("GET", "/v2/management/manifest/tags/list");
        using var again = await registry.SendAsync("DELETE", $"/v2/management/manifest/manifests/{pushed.Digest}");

        Assert.Equal(202, (int)deleted.StatusCode);
        Assert.Equal(404, (int)byTag.StatusCode);
        Assert.Contains("\"tags\":[]", await tags.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(404, (int)again.StatusCode);
    }

    [Fact] // "Deleting Blobs", end-10
    public async Task Delete_Blob_IsGoneFromThatRepositoryOnly()
    {
        var digest = await registry.PushBlobAsync("management/blob", "content"u8.ToArray());
        await registry.PushBlobAsync("management/other", "content"u8.ToArray());

        using var deleted = await registry.SendAsync("DELETE", $"/v2/management/blob/blobs/{digest}");
        using var gone = await registry.SendAsync("GET", $"/v2/management/blob/blobs/{digest}");
        using var other = await registry.SendAsync("GET", $"/v2/management/other/blobs/{digest}");
        using var again = await registry.SendAsync("DELETE", $"/v2/management/blob/blobs/{digest}");

        Assert.Equal(202, (int)deleted.StatusCode);
        Assert.Equal(404, (int)gone.StatusCode);
        Assert.Equal(200, (int)other.StatusCode);
        Assert.Equal(404, (int)again.StatusCode);
    }

    [Fact] // end-9: the repository does not exist
    public async Task Delete_UnknownRepository_Is404()
    {
        using var response = await registry.SendAsync("DELETE", "/v2/management/nowhere/manifests/v1");

        Assert.Equal(404, (int)response.StatusCode);
        Assert.Equal("NAME_UNKNOWN", await RegistryFixture.ErrorCodeAsync(response));
    }

    [Theory]
    [InlineData("POST", "/v2/management/x/manifests/v1")]
    [InlineData("PATCH", "/v2/management/x/blobs/sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("PUT", "/v2/management/x/tags/list")]
    [InlineData("GET", "/v2/management/x/blobs/uploads/")]
    [InlineData("DELETE", "/v2/")]
    public async Task Method_ThatIsNotDefined_Is405(string method, string path)
    {
        using var response = await registry.SendAsync(method, path);

        Assert.Equal(405, (int)response.StatusCode);
        Assert.NotEmpty(response.Content.Headers.Allow);
    }

    public sealed class InMemory(RegistryFixture registry) : ManagementTests(registry), IClassFixture<RegistryFixture>;

    public sealed class OnDisk(DiskRegistryFixture registry) : ManagementTests(registry), IClassFixture<DiskRegistryFixture>;
}
