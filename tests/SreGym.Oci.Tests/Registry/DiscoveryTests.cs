using System.Text.Json;
using SreGym.Oci.Content;

namespace SreGym.Oci.Tests.Registry;

/// <summary>distribution-spec v1.1, "Content Discovery".</summary>
public abstract class DiscoveryTests(RegistryFixture registry)
{
    [Theory] // "Listing Tags", end-8
    [InlineData("", "Alpha,beta,delta,gamma", false)]
    [InlineData("?n=2", "Alpha,beta", true)]
    [InlineData("?n=2&last=beta", "delta,gamma", false)]
    [InlineData("?last=beta", "delta,gamma", false)]
    [InlineData("?last=between", "delta,gamma", false)]
    [InlineData("?n=0", "", false)]
    [InlineData("?n=100", "Alpha,beta,delta,gamma", false)]
    [InlineData("?n=4", "Alpha,beta,delta,gamma", false)]
    public async Task Tags_Pages_AreInLexicalOrder(string query, string expected, bool hasNext)
    {
        foreach (var tag in new[] { "gamma", "beta", "Alpha", "delta" })
        {
            await registry.PushImageAsync("discovery/tags", tag);
        }

        using var response = await registry.SendAsync("GET", $"/v2/discovery/tags/tags/list{query}");
        using var body = await ReadAsync(response);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("discovery/tags", body.RootElement.GetProperty("name").GetString());
        Assert.Equal(expected, string.Join(',', body.RootElement.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString())));
        Assert.Equal(hasNext, response.Headers.Contains("Link"));
    }

    [Fact] // "Listing Tags": following Link visits every tag once
    public async Task Tags_FollowingLinks_VisitsAll()
    {
        for (var tag = 0; tag < 7; tag++)
        {
            await registry.PushImageAsync("discovery/links", $"v{tag}");
        }

        var seen = new List<string>();
        for (string? next = "/v2/discovery/links/tags/list?n=3"; next is not null;)
        {
            using var response = await registry.SendAsync("GET", next);
            using var body = await ReadAsync(response);
            seen.AddRange(body.RootElement.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()!));
            next = response.Headers.TryGetValues("Link", out var links) ? links.Single().Split('<', '>')[1] : null;
        }

        Assert.Equal(["v0", "v1", "v2", "v3", "v4", "v5", "v6"], seen);
    }

    [Theory]
    [InlineData("/v2/discovery/none/tags/list", 404, "NAME_UNKNOWN")]
    [InlineData("/v2/discovery/tags/tags/list?n=x", 400, "UNSUPPORTED")]
    [InlineData("/v2/discovery/tags/tags/list?n=-1", 400, "UNSUPPORTED")]
    [InlineData("/v2/_catalog?n=x", 400, "UNSUPPORTED")]
    public async Task List_BadRequest_IsRefused(string path, int status, string code)
    {
        using var response = await registry.SendAsync("GET", path);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(code, await RegistryFixture.ErrorCodeAsync(response));
    }

    [Fact]
    public async Task Catalog_ListsRepositories()
    {
        await registry.PushImageAsync("discovery/catalog", "v1");

        using var response = await registry.SendAsync("GET", "/v2/_catalog");
        using var body = await ReadAsync(response);

        Assert.Contains("discovery/catalog", body.RootElement.GetProperty("repositories").EnumerateArray().Select(name => name.GetString()));
    }

    [Fact] // "Listing Referrers", end-12a
    public async Task Referrers_OfASubject_AreListedWithTheirType()
    {
        var subject = await registry.PushImageAsync("discovery/referrers", "v1");
        var signature = await registry.PushImageAsync("discovery/referrers", "sig", "signature", subject.Digest, "application/vnd.example.signature");
        await registry.PushImageAsync("discovery/referrers", "sbom", "sbom", subject.Digest, "application/vnd.example.sbom");

        using var all = await registry.SendAsync("GET", $"/v2/discovery/referrers/referrers/{subject.Digest}");
        using var filtered = await registry.SendAsync(
            "GET", $"/v2/discovery/referrers/referrers/{subject.Digest}?artifactType=application/vnd.example.signature");
        using var body = await ReadAsync(all);
        using var one = await ReadAsync(filtered);

        Assert.Equal(MediaTypes.OciIndex, all.Content.Headers.ContentType!.ToString());
        Assert.False(all.Headers.Contains("OCI-Filters-Applied"));
        Assert.Equal(2, body.RootElement.GetProperty("manifests").GetArrayLength());
        Assert.Equal("artifactType", filtered.Headers.GetValues("OCI-Filters-Applied").Single()); // end-12b
        var entry = Assert.Single(one.RootElement.GetProperty("manifests").EnumerateArray());
        Assert.Equal(signature.Digest.ToString(), entry.GetProperty("digest").GetString());
        Assert.Equal("application/vnd.example.signature", entry.GetProperty("artifactType").GetString());
    }

    [Fact] // "Listing Referrers": no referrers is an empty index, never 404
    public async Task Referrers_OfAnythingElse_AreAnEmptyIndex()
    {
        using var response = await registry.SendAsync(
            "GET", "/v2/discovery/nowhere/referrers/sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        using var body = await ReadAsync(response);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal(0, body.RootElement.GetProperty("manifests").GetArrayLength());
    }

    [Fact] // "Listing Referrers": a malformed digest is 400
    public async Task Referrers_OfNoDigest_Is400()
    {
        using var response = await registry.SendAsync("GET", "/v2/discovery/x/referrers/latest");

        Assert.Equal(400, (int)response.StatusCode);
    }

    private static async Task<JsonDocument> ReadAsync(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

    public sealed class InMemory(RegistryFixture registry) : DiscoveryTests(registry), IClassFixture<RegistryFixture>;

    public sealed class OnDisk(DiskRegistryFixture registry) : DiscoveryTests(registry), IClassFixture<DiskRegistryFixture>;
}
