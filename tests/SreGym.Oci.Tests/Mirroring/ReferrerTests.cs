using Microsoft.AspNetCore.Http;
using SreGym.Oci.Content;
using SreGym.Oci.Mirroring;
using SreGym.TestingHost.Registries;

namespace SreGym.Oci.Tests.Mirroring;

/// <summary>What refers to an image goes where the image goes, whatever way source and target list it.</summary>
public sealed class ReferrerTests
{
    [Fact]
    public async Task Copy_BothHaveTheApi_TakesReferrersAndWhatRefersToThem()
    {
        await using var source = await InterceptedRegistry.StartAsync();
        await using var target = await InterceptedRegistry.StartAsync();
        var image = await source.Client.PushImageAsync("app", "v1");
        var signature = await source.Client.PushImageAsync("app", null, layers: ["signed"u8.ToArray()], subject: image);
        var countersignature = await source.Client.PushImageAsync("app", null, layers: ["countersigned"u8.ToArray()], subject: signature);

        var result = await MirrorJourney.RunAsync(MirrorJourney.Copy(source, target));

        Assert.Equal(2, result.ReferrersCopied);
        Assert.Equal([signature.Digest.ToString()], await ListAsync(target, image));
        Assert.Equal([countersignature.Digest.ToString()], await ListAsync(target, signature));
        Assert.Null(target.Find("app", ImagePusher.TagOf(image)));
    }

    [Fact]
    public async Task Copy_SignatureOfOnePlatform_ComesWithTheIndex()
    {
        await using var source = await InterceptedRegistry.StartAsync();
        await using var target = await InterceptedRegistry.StartAsync();
        var index = await source.Client.PushIndexAsync("app", "v1", "linux/amd64", "linux/arm64");
        var platform = source.Volume.FindManifest("app", index.ReadIndex().Manifests[1].Digest)!;
        var signature = await source.Client.PushImageAsync("app", null, subject: platform);

        await MirrorJourney.RunAsync(MirrorJourney.Copy(source, target));

        Assert.Equal([signature.Digest.ToString()], await ListAsync(target, platform));
    }

    [Fact]
    public async Task Copy_WithoutReferrers_LeavesThemAndDoesNotAsk()
    {
        await using var source = await InterceptedRegistry.StartAsync();
        await using var target = await InterceptedRegistry.StartAsync();
        var image = await source.Client.PushImageAsync("app", "v1");
        await source.Client.PushImageAsync("app", null, subject: image);

        await MirrorJourney.RunAsync(MirrorJourney.Copy(source, target) with { IncludesReferrers = false });

        Assert.DoesNotContain(source.Requests.Concat(target.Requests), request => IsReferrers(request.Path));
        Assert.Equal(image.Digest, target.Find("app", "v1"));
        Assert.Empty(await ListAsync(target, image));
    }

    [Theory] // what registries without the API answer
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(501)]
    public async Task Copy_SourceWithoutTheApi_ReadsTheTag(int status)
    {
        await using var source = await InterceptedRegistry.StartAsync(WithoutApi(status));
        await using var target = await InterceptedRegistry.StartAsync();
        var image = await source.Client.PushImageAsync("app", "v1");
        var signature = await source.Client.PushImageAsync("app", null, layers: ["signed"u8.ToArray()], subject: image);
        await source.Client.PushReferrersTagAsync("app", image, signature);

        var result = await MirrorJourney.RunAsync(MirrorJourney.Copy(source, target));

        Assert.Equal(1, result.ReferrersCopied);
        Assert.Equal([signature.Digest.ToString()], await ListAsync(target, image));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    public async Task Copy_TargetWithoutTheApi_WritesTheTagAndKeepsWhatItLists(int status)
    {
        await using var source = await InterceptedRegistry.StartAsync();
        await using var target = await InterceptedRegistry.StartAsync(WithoutApi(status));
        var image = await source.Client.PushImageAsync("app", "v1");
        var signatures = new List<ManifestContent>
        {
            await source.Client.PushImageAsync("app", null, layers: ["one"u8.ToArray()], subject: image),
            await source.Client.PushImageAsync("app", null, layers: ["two"u8.ToArray()], subject: image),
        };
        var other = await target.Client.PushImageAsync("app", null, layers: ["other"u8.ToArray()], subject: image);
        await target.Client.PushReferrersTagAsync("app", image, other);

        await MirrorJourney.RunAsync(MirrorJourney.Copy(source, target));

        var listed = target.Volume.FindManifest("app", ImagePusher.TagOf(image))!.ReadIndex().Manifests.Select(entry => entry.Digest);
        Assert.Equal(signatures.Append(other).Select(entry => entry.Digest.ToString()).Order(), listed.Order());
    }

    [Fact]
    public async Task Copy_TargetHoldsAReferrerItDoesNotList_ListsIt()
    {
        await using var source = await InterceptedRegistry.StartAsync();
        await using var target = await InterceptedRegistry.StartAsync(WithoutApi(404));
        var image = await source.Client.PushImageAsync("app", "v1");
        var signature = await source.Client.PushImageAsync("app", null, subject: image);
        await target.Client.PushImageAsync("app", "v1");
        await target.Client.PushImageAsync("app", null, subject: image);

        var result = await MirrorJourney.RunAsync(MirrorJourney.Copy(source, target));

        Assert.Equal(CopyState.Skipped, result.State);
        var listed = target.Volume.FindManifest("app", ImagePusher.TagOf(image))!.ReadIndex().Manifests;
        Assert.Equal([signature.Digest.ToString()], listed.Select(entry => entry.Digest));
    }

    [Theory]
    [InlineData(404)]
    [InlineData(200)]
    public async Task Copy_Again_SendsNothing(int statusOfTheApi)
    {
        await using var source = await InterceptedRegistry.StartAsync();
        await using var target = await InterceptedRegistry.StartAsync(statusOfTheApi == 200 ? null : WithoutApi(statusOfTheApi));
        var image = await source.Client.PushImageAsync("app", "v1");
        await source.Client.PushImageAsync("app", null, subject: image);
        await MirrorJourney.RunAsync(MirrorJourney.Copy(source, target));
        target.Forget();

        var result = await MirrorJourney.RunAsync(MirrorJourney.Copy(source, target));

        Assert.Equal((CopyState.Skipped, 0), (result.State, result.ReferrersCopied));
        Assert.DoesNotContain(target.Requests, request => request.IsWrite);
    }

    [Fact]
    public async Task Copy_SignedSinceTheLastTime_BringsTheSignature()
    {
        await using var source = await InterceptedRegistry.StartAsync();
        await using var target = await InterceptedRegistry.StartAsync();
        await source.Client.PushIndexAsync("app", "v1", "linux/amd64", "linux/arm64");
        var copy = MirrorJourney.Copy(source, target) with { Platforms = [new Platform { Os = "linux", Architecture = "arm64" }] };
        await MirrorJourney.RunAsync(copy);
        var image = target.Volume.FindManifest("app", "v1")!;
        var signature = await source.Client.PushImageAsync("app", null, subject: image);

        var result = await MirrorJourney.RunAsync(copy);

        Assert.Equal((CopyState.Skipped, 1), (result.State, result.ReferrersCopied));
        Assert.Equal([signature.Digest.ToString()], await ListAsync(target, image));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task Copy_SourceForbidsListing_FailsAndNamesTheHost(int status)
    {
        await using var source = await InterceptedRegistry.StartAsync(WithoutApi(status));
        await using var target = await InterceptedRegistry.StartAsync();
        var image = await source.Client.PushImageAsync("app", "v1");

        var error = await Assert.ThrowsAsync<MirrorException>(() => MirrorJourney.RunAsync(MirrorJourney.Copy(source, target)));

        Assert.Contains($"GET {source.Host}/v2/app/referrers/{image.Digest}: {status}", error.Message, StringComparison.Ordinal);
    }

    private static Func<HttpContext, Func<Task>, Task> WithoutApi(int status) => async (context, answer) =>
    {
        if (IsReferrers(context.Request.Path))
        {
            context.Response.StatusCode = status;
            return;
        }

        context.Response.OnStarting(() =>
        {
            context.Response.Headers.Remove("OCI-Subject");
            return Task.CompletedTask;
        });
        await answer();
    };

    private static bool IsReferrers(string? path) => path!.Contains("/referrers/", StringComparison.Ordinal);

    private static async Task<IEnumerable<string>> ListAsync(InterceptedRegistry registry, ManifestContent subject) =>
        (await registry.Client.FindReferrersAsync("app", subject.Digest, TestContext.Current.CancellationToken))!.Select(entry => entry.Digest);
}
