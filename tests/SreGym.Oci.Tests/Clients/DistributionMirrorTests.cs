using SreGym.Oci.Client;
using SreGym.Oci.Mirroring;
using SreGym.Oci.References;
using SreGym.TestingHost.Processes;
using SreGym.TestingHost.Registries;

namespace SreGym.Oci.Tests.Clients;

/// <summary>The mirror between our registry and Debian's <c>docker-registry</c>; skopeo and crane say what arrived.</summary>
public sealed class DistributionMirrorTests
{
    private const int Large = 8 * 1024 * 1024;

    [Theory]
    [InlineData("skopeo")]
    [InlineData("crane")]
    public async Task Copy_FromDistribution_KeepsTheDigest(string judge)
    {
        await using var source = await DistributionRegistry.StartAsync();
        await using var target = await InterceptedRegistry.StartAsync();
        var index = await source.Client.PushIndexAsync("team/app", "v1", "linux/amd64", "linux/arm64");

        var result = await RunAsync(source.Client, source.Host, target.Client, target.Host);

        Assert.Equal(index.Digest.ToString(), result.Digest);
        Assert.Equal(result.Digest, await DigestAsync(judge, $"{source.Host}/team/app:v1"));
        Assert.Equal(result.Digest, await DigestAsync(judge, $"{target.Host}/team/app:v1"));
    }

    [Theory]
    [InlineData("skopeo")]
    [InlineData("crane")]
    public async Task Copy_IntoDistribution_KeepsTheDigestAndCopiesNothingTwice(string judge)
    {
        await using var source = await InterceptedRegistry.StartAsync();
        await using var target = await DistributionRegistry.StartAsync();
        var index = await source.Client.PushIndexAsync("team/app", "v1", "linux/amd64", "linux/arm64");

        var first = await RunAsync(source.Client, source.Host, target.Client, target.Host);
        var second = await RunAsync(source.Client, source.Host, target.Client, target.Host);

        Assert.Equal(index.Digest.ToString(), await DigestAsync(judge, $"{target.Host}/team/app:v1"));
        Assert.Equal((CopyState.Copied, first.BytesTotal), (first.State, first.BytesCopied));
        Assert.Equal((CopyState.Skipped, 0L), (second.State, second.BytesCopied));
    }

    [Fact]
    public async Task Copy_FromDistributionToAnother_TakesReferrersByTheirTag()
    {
        await using var source = await DistributionRegistry.StartAsync();
        await using var target = await DistributionRegistry.StartAsync();
        var image = await source.Client.PushImageAsync("team/app", "v1");
        var signature = await source.Client.PushImageAsync("team/app", null, layers: ["signed"u8.ToArray()], subject: image);
        await source.Client.PushReferrersTagAsync("team/app", image, signature);

        var result = await RunAsync(source.Client, source.Host, target.Client, target.Host);

        Assert.Equal(1, result.ReferrersCopied);
        var listed = await target.Client.GetManifestAsync("team/app", ImagePusher.TagOf(image), TestContext.Current.CancellationToken);
        Assert.Equal([signature.Digest.ToString()], listed.ReadIndex().Manifests.Select(entry => entry.Digest));
        Assert.NotNull(await target.Client.FindManifestAsync("team/app", signature.Digest.ToString(), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Copy_WithinDistribution_MountsTheBlobs()
    {
        await using var registry = await DistributionRegistry.StartAsync();
        await registry.Client.PushImageAsync("team/app", "v1");

        var result = await RunAsync(registry.Client, registry.Host, registry.Client, registry.Host, "other/app");

        Assert.Equal((2, 0, 0L), (result.BlobsMounted, result.BlobsCopied, result.BytesCopied));
    }

    [Fact]
    public async Task Copy_ConnectionToDistributionBreaks_ArrivesWhole()
    {
        await using var source = await InterceptedRegistry.StartAsync();
        await using var target = await DistributionRegistry.StartAsync();
        await using var proxy = new CuttingProxy(target.Port, cuts: 2, after: Large / 3);
        var layer = new byte[Large];
        new Random(3).NextBytes(layer);
        var image = await source.Client.PushImageAsync("team/app", "v1", layers: [layer]);

        var result = await RunAsync(source.Client, source.Host, target.Connect(proxy.Port), $"localhost:{proxy.Port}");

        Assert.Equal((image.Digest.ToString(), result.BytesTotal, 2), (result.Digest, result.BytesCopied, proxy.Cuts));
        await using var content = await target.Client.OpenBlobAsync("team/app", Digest.Compute(layer), Large, TestContext.Current.CancellationToken);
        await content.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken);
    }

    private static async Task<CopyProgress> RunAsync(
        RegistryClient source, string sourceHost, RegistryClient target, string targetHost, string repository = "team/app")
    {
        using var mirror = new ImageMirror(new MirrorOptions { Backoff = TimeSpan.FromMilliseconds(5) });
        return await mirror.CopyAsync(
            new ImageCopy
            {
                Source = new RegistryImageSource(source, ImageReference.Create(sourceHost, "team/app", "v1")),
                Target = target,
                TargetImage = ImageReference.Create(targetHost, repository, "v1"),
            },
            null,
            TestContext.Current.CancellationToken);
    }

    private static async Task<string> DigestAsync(string judge, string image)
    {
        string[] arguments = judge == "crane"
            ? ["digest", "--insecure", image]
            : ["--insecure-policy", "inspect", "--raw", "--tls-verify=false", $"docker://{image}"];
        var (exitCode, output, error) = await ToolProcess.RunAsync(ClientRegistry.Find(judge), arguments, TestContext.Current.CancellationToken);
        Assert.True(exitCode == 0, $"{judge} ended with {exitCode}: {error}");
        return judge == "crane" ? output.Trim() : Digest.Compute(System.Text.Encoding.UTF8.GetBytes(output)).ToString();
    }
}
