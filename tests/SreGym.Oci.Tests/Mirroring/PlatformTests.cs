using SreGym.Oci.Content;
using SreGym.Oci.Mirroring;
using SreGym.TestingHost.Registries;

namespace SreGym.Oci.Tests.Mirroring;

public sealed class PlatformTests : IAsyncLifetime
{
    private static readonly Platform s_amd64 = new() { Os = "linux", Architecture = "amd64" };
    private static readonly Platform s_arm64 = new() { Os = "linux", Architecture = "arm64" };
    private static readonly Platform s_riscv = new() { Os = "linux", Architecture = "riscv64" };

    private RegistryPair _registries = null!;

    private InterceptedRegistry Source => _registries.Source;

    private InterceptedRegistry Target => _registries.Target;

    public async ValueTask InitializeAsync() => _registries = await RegistryPair.StartAsync();

    public ValueTask DisposeAsync() => _registries.DisposeAsync();

    [Fact]
    public async Task Copy_NoPlatform_TakesTheWholeIndex()
    {
        var index = await Source.Client.PushIndexAsync("app", "v1", "linux/amd64", "linux/arm64", "linux/s390x");

        await MirrorJourney.RunAsync(MirrorJourney.Copy(Source, Target));

        Assert.Equal(index.Digest, Target.Find("app", "v1"));
        Assert.All(index.ReadIndex().Manifests, entry => Assert.NotNull(Target.Find("app", entry.Digest)));
    }

    [Fact]
    public async Task Copy_OnePlatform_TakesItsImageAlone()
    {
        var index = await Source.Client.PushIndexAsync("app", "v1", "linux/amd64", "linux/arm64");

        await MirrorJourney.RunAsync(MirrorJourney.Copy(Source, Target) with { Platforms = [s_arm64] });

        var entries = index.ReadIndex().Manifests;
        Assert.Equal(entries[1].Digest, Target.Find("app", "v1")!.ToString());
        Assert.Null(Target.Find("app", entries[0].Digest));
        Assert.Equal(2, Target.Volume.ListBlobs().Count);
    }

    [Fact]
    public async Task Copy_SeveralPlatforms_MakesAnIndexOfJustThem()
    {
        var index = await Source.Client.PushIndexAsync("app", "v1", "linux/amd64", "linux/s390x", "linux/arm64");

        await MirrorJourney.RunAsync(MirrorJourney.Copy(Source, Target) with { Platforms = [s_arm64, s_amd64] });

        var copied = Target.Volume.FindManifest("app", "v1")!;
        var entries = index.ReadIndex().Manifests;
        Assert.Equal(MediaTypes.OciIndex, copied.MediaType);
        Assert.Equal([entries[0].Digest, entries[2].Digest], copied.ReadIndex().Manifests.Select(entry => entry.Digest));
        Assert.Null(Target.Find("app", entries[1].Digest));
    }

    [Fact]
    public async Task Copy_TheSamePlatformTwice_IsOnePlatform()
    {
        var index = await Source.Client.PushIndexAsync("app", "v1", "linux/amd64", "linux/arm64");

        await MirrorJourney.RunAsync(MirrorJourney.Copy(Source, Target) with { Platforms = [s_amd64, s_amd64] });

        Assert.Equal(index.ReadIndex().Manifests[0].Digest, Target.Find("app", "v1")!.ToString());
    }

    [Fact]
    public async Task Copy_PlatformsAgain_SendsNothing()
    {
        await Source.Client.PushIndexAsync("app", "v1", "linux/amd64", "linux/s390x", "linux/arm64");
        var copy = MirrorJourney.Copy(Source, Target) with { Platforms = [s_arm64, s_amd64] };
        await MirrorJourney.RunAsync(copy);
        Target.Forget();

        var result = await MirrorJourney.RunAsync(copy);

        Assert.Equal(CopyState.Skipped, result.State);
        Assert.DoesNotContain(Target.Requests, request => request.IsWrite);
    }

    [Fact]
    public async Task Copy_PlatformThatIsNotThere_SaysWhichThereAre()
    {
        await Source.Client.PushIndexAsync("app", "v1", "linux/amd64", "linux/arm64");

        var error = await Assert.ThrowsAsync<MirrorException>(
            () => MirrorJourney.RunAsync(MirrorJourney.Copy(Source, Target) with { Platforms = [s_amd64, s_riscv] }));

        Assert.EndsWith(": it has no platform linux/riscv64: choose among linux/amd64, linux/arm64.", error.Message, StringComparison.Ordinal);
        Assert.Empty(Target.Volume.ListRepositories());
    }

    [Fact]
    public async Task Copy_PlatformOfAnImageThatIsForAnother_IsRefused()
    {
        await Source.Client.PushImageAsync("app", "v1", "linux/amd64");

        var error = await Assert.ThrowsAsync<MirrorException>(
            () => MirrorJourney.RunAsync(MirrorJourney.Copy(Source, Target) with { Platforms = [s_arm64] }));

        Assert.EndsWith(": it has no platform linux/arm64: choose among linux/amd64.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Copy_PlatformOfAnImageThatIsForIt_TakesTheImage()
    {
        var image = await Source.Client.PushImageAsync("app", "v1", "linux/amd64");

        await MirrorJourney.RunAsync(MirrorJourney.Copy(Source, Target) with { Platforms = [s_amd64] });

        Assert.Equal(image.Digest, Target.Find("app", "v1"));
    }
}
