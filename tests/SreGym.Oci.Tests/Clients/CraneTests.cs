namespace SreGym.Oci.Tests.Clients;

/// <summary>crane, the client of Debian's package, against our registry.</summary>
public sealed class CraneTests(ClientRegistry registry) : IClassFixture<ClientRegistry>
{
    [Fact]
    public async Task Copy_Image_KeepsItsDigest()
    {
        ClientRegistry.Find("crane");
        var digest = await BuiltImage.PushAsync(registry, "crane/source:v1");

        await CraneAsync("copy", $"{registry.Host}/crane/source:v1", $"{registry.Host}/crane/copy:v1");

        Assert.Equal(digest, await CraneAsync("digest", $"{registry.Host}/crane/copy:v1"));
        Assert.Equal("v1", await CraneAsync("ls", $"{registry.Host}/crane/copy"));
    }

    [Fact]
    public async Task Mutate_Image_MakesAnotherAndLeavesTheFirst()
    {
        ClientRegistry.Find("crane");
        var digest = await BuiltImage.PushAsync(registry, "crane/mutate:v1");

        await CraneAsync("mutate", $"{registry.Host}/crane/mutate:v1", "--label", "team=ops", "--tag", $"{registry.Host}/crane/mutate:v2");

        Assert.Equal(digest, await CraneAsync("digest", $"{registry.Host}/crane/mutate:v1"));
        Assert.Contains("\"team\":\"ops\"", await CraneAsync("config", $"{registry.Host}/crane/mutate:v2"), StringComparison.Ordinal);
        Assert.Equal(["v1", "v2"], (await CraneAsync("ls", $"{registry.Host}/crane/mutate")).Split('\n'));
    }

    [Fact]
    public async Task Catalog_Pages_ListEveryRepository()
    {
        ClientRegistry.Find("crane");
        await BuiltImage.PushAsync(registry, "crane/catalog-a:v1");
        await BuiltImage.PushAsync(registry, "crane/catalog-b:v1");

        var names = (await CraneAsync("catalog", registry.Host)).Split('\n');

        Assert.Contains("crane/catalog-a", names);
        Assert.Contains("crane/catalog-b", names);
    }

    [Fact]
    public async Task Delete_Image_IsGone()
    {
        ClientRegistry.Find("crane");
        var digest = await BuiltImage.PushAsync(registry, "crane/delete:v1");

        await CraneAsync("delete", $"{registry.Host}/crane/delete@{digest}");

        var (exitCode, _, error) = await registry.TryAsync("crane", registry.Folder, "digest", $"{registry.Host}/crane/delete:v1", "--insecure");
        Assert.NotEqual(0, exitCode);
        Assert.Contains("404", error, StringComparison.Ordinal);
    }

    private Task<string> CraneAsync(params string[] arguments) => registry.RunAsync("crane", registry.Folder, [.. arguments, "--insecure"]);
}
