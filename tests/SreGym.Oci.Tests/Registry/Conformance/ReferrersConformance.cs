using System.Text.Json;
using SreGym.Oci.Content;
using SreGym.Oci.References;

namespace SreGym.Oci.Tests.Registry.Conformance;

/// <summary>What distribution-spec v1.1 demands under "Listing Referrers" and "Enabling the Referrers API".</summary>
public abstract class ReferrersConformance(RegistryFixture registry)
{
    private const string Sbom = "application/vnd.example.sbom.v1";
    private static readonly Digest s_subject = Digest.Compute("the subject"u8);

    [Theory]
    [Must("Listing Referrers", "the answer is 200 and an empty list where nothing refers, never 404")]
    [InlineData("conformance/never-pushed")]
    [InlineData("conformance/referrers-none")]
    public async Task List_WithoutReferrers_IsEmpty(string repository)
    {
        await registry.PushImageAsync("conformance/referrers-none", "v1");

        var (status, index, _) = await ListAsync(repository, Digest.Compute("nobody refers to me"u8));

        Assert.Equal(200, status);
        Assert.Equal(0, index.GetProperty("manifests").GetArrayLength());
    }

    [Theory]
    [Must("Listing Referrers", "a malformed digest is 400")]
    [InlineData("latest")]
    [InlineData("sha256:xyz")]
    [InlineData("sha256:")]
    public async Task List_OfNoDigest_Is400(string digest)
    {
        using var response = await registry.SendAsync("GET", $"/v2/conformance/referrers/referrers/{digest}");

        Assert.Equal(400, (int)response.StatusCode);
    }

    [Fact]
    [Must("Listing Referrers", "the body is an image index, `Content-Type` application/vnd.oci.image.index.v1+json")]
    [Must("Listing Referrers", "a descriptor carries the manifest's `artifactType`")]
    [Must("Listing Referrers", "a descriptor carries the manifest's annotations")]
    [Must("Enabling the Referrers API", "each newly pushed manifest with a `subject` is listed")]
    public async Task List_Manifest_HasTypeAndAnnotations()
    {
        await PushAsync("conformance/referrers", Sbom, "application/vnd.example.config");

        var (status, index, type) = await ListAsync("conformance/referrers", s_subject);
        var entry = Assert.Single(index.GetProperty("manifests").EnumerateArray());

        Assert.Equal(200, status);
        Assert.Equal(MediaTypes.OciIndex, type);
        Assert.Equal(2, index.GetProperty("schemaVersion").GetInt32());
        Assert.Equal(Sbom, entry.GetProperty("artifactType").GetString());
        Assert.Equal("value", entry.GetProperty("annotations").GetProperty("example.key").GetString());
    }

    [Theory]
    [Must("Listing Referrers", "without `artifactType`, a manifest's descriptor has its config's `mediaType` there")]
    [InlineData("")]
    [InlineData(null)]
    public async Task List_ManifestWithoutType_HasItsConfigType(string? artifactType)
    {
        var repository = $"conformance/referrers-config{artifactType?.Length}";
        await PushAsync(repository, artifactType, "application/vnd.example.config");

        var (_, index, _) = await ListAsync(repository, s_subject);

        Assert.Equal("application/vnd.example.config", index.GetProperty("manifests")[0].GetProperty("artifactType").GetString());
    }

    [Theory]
    [Must("Listing Referrers", "without `artifactType`, an index's descriptor has none")]
    [InlineData(",\"artifactType\":\"\"")]
    [InlineData("")]
    public async Task List_IndexWithoutType_HasNone(string artifactType)
    {
        var repository = $"conformance/referrers-index{artifactType.Length}";
        await PutAsync(repository, MediaTypes.OciIndex, $$"""{"schemaVersion":2,"manifests":[],{{Subject()}}{{artifactType}}}""");

        var (_, index, _) = await ListAsync(repository, s_subject);
        var entry = Assert.Single(index.GetProperty("manifests").EnumerateArray());

        Assert.False(entry.TryGetProperty("artifactType", out _));
    }

    [Fact]
    [Must("Listing Referrers", "an applied filter is named in `OCI-Filters-Applied: artifactType`")]
    public async Task List_Filtered_SaysSo()
    {
        await PushAsync("conformance/referrers-filter", Sbom, "a/b");
        await PushAsync("conformance/referrers-filter", "application/vnd.example.signature", "a/b");

        using var response = await registry.SendAsync(
            "GET", $"/v2/conformance/referrers-filter/referrers/{s_subject}?artifactType={Uri.EscapeDataString(Sbom)}");
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        Assert.Equal("artifactType", response.Headers.GetValues("OCI-Filters-Applied").Single());
        Assert.Equal(Sbom, Assert.Single(body.RootElement.GetProperty("manifests").EnumerateArray()).GetProperty("artifactType").GetString());
    }

    [Fact]
    [Must("Listing Referrers", "a list that does not fit one manifest goes on behind a `Link` with `rel=\"next\"`")]
    public async Task List_ThatIsTooLarge_GoesOnBehindALink()
    {
        var padding = new string('x', 1024 * 1024);
        for (var referrer = 0; referrer < 6; referrer++)
        {
            await PutAsync(
                "conformance/referrers-large",
                MediaTypes.OciIndex,
                $$"""{"schemaVersion":2,"manifests":[],{{Subject()}},"annotations":{"n":"{{referrer}}","p":"{{padding}}"} }""");
        }

        var seen = new HashSet<string>();
        var pages = 0;
        for (string? next = $"/v2/conformance/referrers-large/referrers/{s_subject}"; next is not null; pages++)
        {
            using var response = await registry.SendAsync("GET", next);
            var bytes = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
            using var body = JsonDocument.Parse(bytes);
            Assert.True(bytes.Length <= 4 * 1024 * 1024, $"{bytes.Length} bytes");
            seen.UnionWith(body.RootElement.GetProperty("manifests").EnumerateArray().Select(entry => entry.GetProperty("digest").GetString()!));
            next = response.Headers.TryGetValues("Link", out var links) ? links.Single().Split('<', '>')[1] : null;
        }

        Assert.Equal(2, pages);
        Assert.Equal(6, seen.Count);
    }

    private static string Subject() =>
        $$"""
        "subject":{"mediaType":"{{MediaTypes.OciManifest}}","digest":"{{s_subject}}","size":7}
        """;

    private async Task PushAsync(string repository, string? artifactType, string configType)
    {
        var config = await registry.PushBlobAsync(repository, "{}"u8.ToArray());
        var type = artifactType is null ? "" : $"\"artifactType\":\"{artifactType}\",";
        await PutAsync(repository, MediaTypes.OciManifest, $$"""
            {"schemaVersion":2,{{type}}"config":{"mediaType":"{{configType}}","digest":"{{config}}","size":2},"layers":[],
             {{Subject()}},"annotations":{"example.key":"value"} }
            """);
    }

    private async Task PutAsync(string repository, string mediaType, string json)
    {
        var content = new ManifestContent(mediaType, System.Text.Encoding.UTF8.GetBytes(json));
        using var response = await registry.PutManifestAsync(repository, content.Digest.ToString(), content);
        Assert.Equal(201, (int)response.StatusCode);
    }

    private async Task<(int Status, JsonElement Index, string? ContentType)> ListAsync(string repository, Digest subject)
    {
        using var response = await registry.SendAsync("GET", $"/v2/{repository}/referrers/{subject}");
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return ((int)response.StatusCode, body.RootElement.Clone(), response.Content.Headers.ContentType?.ToString());
    }

    public sealed class InMemory(RegistryFixture registry) : ReferrersConformance(registry), IClassFixture<RegistryFixture>;

    public sealed class OnDisk(DiskRegistryFixture registry) : ReferrersConformance(registry), IClassFixture<DiskRegistryFixture>;
}
