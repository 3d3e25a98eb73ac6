using SreGym.TestingHost.Registries;

namespace SreGym.Cli.Tests.Mirror;

/// <summary><c>--file</c>: many images in one call, and errors that say where the list is wrong.</summary>
public sealed class ImageListTests : IDisposable
{
    private readonly string _file = Path.Combine(Directory.CreateTempSubdirectory("image-list-").FullName, "images.yaml");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_file)!, recursive: true);

    [Fact]
    public async Task Mirror_List_CopiesEachImageWithItsPlatforms()
    {
        await using var source = await InterceptedRegistry.StartAsync();
        await using var target = await InterceptedRegistry.StartAsync();
        var one = await source.Client.PushIndexAsync("team/one", "v1", "linux/amd64", "linux/arm64");
        var two = await source.Client.PushIndexAsync("two", "v2", "linux/amd64", "linux/arm64");
        await source.Client.PushImageAsync("three", "latest", "linux/arm64");
        await File.WriteAllTextAsync(_file, $"""
            target: {target.Host}/mirror
            platforms: [linux/arm64]
            images:
              - {source.Host}/team/one:v1
              - source: {source.Host}/two:v2
                target: {target.Host}/other/two:v3
                platforms: [linux/amd64, linux/arm64]
              - source: {source.Host}/three
            """);

        var call = await MirrorCall.RunAsync("--file", _file);

        Assert.Equal((0, "", 4), (call.ExitCode, call.Error, call.Lines.Count));
        Assert.Equal(one.ReadIndex().Manifests[1].Digest, target.Find("mirror/team/one", "v1")!.ToString());
        Assert.Equal(
            two.ReadIndex().Manifests.Select(entry => entry.Digest),
            target.Volume.FindManifest("other/two", "v3")!.ReadIndex().Manifests.Select(entry => entry.Digest));
        Assert.NotNull(target.Find("mirror/three", "latest"));
    }

    [Fact]
    public async Task Mirror_ListWithAnImageThatFails_CopiesTheOthersAndEndsWith1()
    {
        await using var source = await InterceptedRegistry.StartAsync();
        await using var target = await InterceptedRegistry.StartAsync();
        await source.Client.PushImageAsync("here", "v1");
        await File.WriteAllTextAsync(_file, $"""
            target: {target.Host}/mirror
            images: ["{source.Host}/missing:v1", "{source.Host}/here:v1"]
            """);

        var call = await MirrorCall.RunAsync("--file", _file);

        Assert.Equal(1, call.ExitCode);
        Assert.StartsWith($"sregym: Cannot copy {source.Host}/missing:v1 to {target.Host}/mirror/missing:v1: ", call.Error, StringComparison.Ordinal);
        Assert.StartsWith("images: 1 copied, 0 skipped, 1 failed", call.Lines[^1], StringComparison.Ordinal);
        Assert.NotNull(target.Find("mirror/here", "v1"));
    }

    [Theory]
    [InlineData("target: t.example.com/x\nimages: [", "line 3: While parsing")]
    [InlineData("- a", "it must be one mapping.")]
    [InlineData("target: t.example.com/x", "line 1: images must be a list with at least one entry.")]
    [InlineData("target: t.example.com/x\nimage: [a]", "line 2: image is unknown: the keys are target, platforms, images.")]
    [InlineData("images:\n  - source: a\n    tagret: b", "line 3: tagret is unknown: the keys are source, target, platforms.")]
    [InlineData("images:\n  - a", "line 2: target is missing, here or at the top.")]
    [InlineData("images:\n  - target: b/c", "line 2: source is missing.")]
    [InlineData("images:\n  - source: a\n    target: [b]", "line 3: target must be a text.")]
    [InlineData("images:\n  - source: A/B\n    target: b/c", "line 2: source: invalid reference format: repository name (A/B) must be lowercase.")]
    [InlineData("target: t.example.com/x\nimages:\n  - A/B", "line 3: source: invalid reference format: repository name (A/B) must be lowercase.")]
    [InlineData("images:\n  - source: a\n    target: b/C", "line 2: target: invalid reference format: repository name (b/C) must be lowercase.")]
    [InlineData("platforms: amd64\nimages: [a]", "line 1: platforms must be a list such as [linux/amd64].")]
    [InlineData("target: t.example.com/x\nplatforms:\n  - linux/amd64\n  - arm64\nimages: [a]",
        "line 4: platform arm64: write os/architecture or os/architecture/variant, such as linux/amd64.")]
    [InlineData("images:\n  - source: oci:/nonexistent\n    target: b/c", "line 2: source: there is no folder /nonexistent.")]
    public async Task Mirror_WrongList_SaysWhereAndWhat(string yaml, string expected)
    {
        await File.WriteAllTextAsync(_file, yaml, TestContext.Current.CancellationToken);

        var call = await MirrorCall.RunAsync("--file", _file);

        Assert.Equal((2, ""), (call.ExitCode, call.Output));
        Assert.StartsWith("sregym: images.yaml: ", call.Error, StringComparison.Ordinal);
        Assert.Contains(expected, call.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mirror_ListThatIsNotThere_IsAUsageError()
    {
        var call = await MirrorCall.RunAsync("--file", "/nonexistent/images.yaml");

        Assert.Equal(2, call.ExitCode);
        Assert.StartsWith("sregym: --file: Could not find", call.Error, StringComparison.Ordinal);
    }
}
