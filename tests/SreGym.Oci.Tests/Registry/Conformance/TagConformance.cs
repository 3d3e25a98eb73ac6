using System.Text.Json;

namespace SreGym.Oci.Tests.Registry.Conformance;

/// <summary>What distribution-spec v1.1 demands under "Listing Tags".</summary>
public abstract class TagConformance(RegistryFixture registry)
{
    [Fact]
    [Must("Listing Tags", "a repository that is there answers 200")]
    [Must("Listing Tags", "the body is `{\"name\": …, \"tags\": […]}`")]
    [Must("Listing Tags", "tags are in lexical order, whatever their case")]
    public async Task List_Repository_IsInLexicalOrder()
    {
        await PushAsync("conformance/tags", "b", "a", "C", "1", "_", "B");

        var (status, tags, _) = await ListAsync("conformance/tags", "");

        Assert.Equal(200, status);
        Assert.Equal(["1", "a", "B", "b", "C", "_"], tags);
    }

    [Fact]
    public async Task List_RepositoryWithoutTags_IsEmpty()
    {
        await registry.PushBlobAsync("conformance/no-tags", [1]);

        var (status, tags, _) = await ListAsync("conformance/no-tags", "");

        Assert.Equal(200, status);
        Assert.Empty(tags);
    }

    [Fact]
    [Must("Listing Tags", "with `n`, the answer has `n` tags unless fewer are left")]
    [Must("Listing Tags", "a `Link` follows RFC 5988 with `rel=\"next\"`")]
    public async Task List_WithLimit_HasThatManyAndALink()
    {
        await PushAsync("conformance/limit", "a", "b", "c");

        var (_, tags, link) = await ListAsync("conformance/limit", "?n=2");
        var (_, all, none) = await ListAsync("conformance/limit", "?n=9");

        Assert.Equal(["a", "b"], tags);
        Assert.Matches("^<[^>]+>; rel=\"next\"$", link);
        Assert.Equal(["a", "b", "c"], all);
        Assert.Null(none);
    }

    [Fact]
    [Must("Listing Tags", "with `n` of 0 the list is empty and there is no `Link`")]
    public async Task List_WithLimitZero_IsEmptyWithoutLink()
    {
        await PushAsync("conformance/zero", "a");

        var (status, tags, link) = await ListAsync("conformance/zero", "?n=0");

        Assert.Equal(200, status);
        Assert.Empty(tags);
        Assert.Null(link);
    }

    [Theory]
    [Must("Listing Tags", "`last` is a tag: the list begins after it, in lexical order")]
    [InlineData("?last=a", "B,c")]
    [InlineData("?n=1&last=a", "B")]
    [InlineData("?n=5&last=B", "c")]
    [InlineData("?n=5&last=c", "")]
    [InlineData("?last=1", "a,B,c")]
    public async Task List_AfterATag_BeginsThere(string query, string expected)
    {
        await PushAsync("conformance/last", "c", "a", "B");

        var (_, tags, _) = await ListAsync("conformance/last", query);

        Assert.Equal(expected, string.Join(',', tags));
    }

    private async Task PushAsync(string repository, params string[] tags)
    {
        foreach (var tag in tags)
        {
            await registry.PushImageAsync(repository, tag);
        }
    }

    private async Task<(int Status, List<string> Tags, string? Link)> ListAsync(string repository, string query)
    {
        using var response = await registry.SendAsync("GET", $"/v2/{repository}/tags/list{query}");
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(repository, body.RootElement.GetProperty("name").GetString());
        List<string> tags = [.. body.RootElement.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()!)];
        return ((int)response.StatusCode, tags, response.Headers.TryGetValues("Link", out var links) ? links.Single() : null);
    }

    public sealed class InMemory(RegistryFixture registry) : TagConformance(registry), IClassFixture<RegistryFixture>;

    public sealed class OnDisk(DiskRegistryFixture registry) : TagConformance(registry), IClassFixture<DiskRegistryFixture>;
}
