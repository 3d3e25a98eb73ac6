using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using SreGym.Oci.Content;
using SreGym.Oci.Mirroring;
using SreGym.Oci.References;
using SreGym.TestingHost.Registries;

namespace SreGym.Oci.Tests.Mirroring;

/// <summary>Broken connections are taken up where they broke, and every blob arrives whole.</summary>
public sealed class ResumeTests
{
    private const int Size = 3 * 1024 * 1024;
    private const int CutAfter = 1024 * 1024;

    private readonly byte[] _layer = Content(Size);

    [Fact]
    public async Task Copy_DownloadsBreakTwice_GoOnWithRange()
    {
        var cuts = 0;
        await using var source = await InterceptedRegistry.StartAsync((context, answer) =>
        {
            if (IsLayer(context) && Interlocked.Increment(ref cuts) <= 2)
            {
                CutStream.CutResponse(context, CutAfter);
            }

            return answer();
        });
        await using var target = await InterceptedRegistry.StartAsync();
        var image = await source.Client.PushImageAsync("app", "v1", layers: [_layer]);

        var result = await MirrorJourney.RunAsync(MirrorJourney.Copy(source, target));

        await ExpectWholeAsync(target, image, result);
        Assert.Equal([null, $"bytes={CutAfter}-", $"bytes={2 * CutAfter}-"], Downloads(source).Select(request => request.Range));
    }

    [Fact]
    public async Task Copy_SourceWithoutRanges_SkipsWhatItHas()
    {
        var cuts = 0;
        await using var source = await InterceptedRegistry.StartAsync((context, answer) =>
        {
            context.Request.Headers.Remove("Range");
            if (IsLayer(context) && Interlocked.Increment(ref cuts) == 1)
            {
                CutStream.CutResponse(context, CutAfter);
            }

            return answer();
        });
        await using var target = await InterceptedRegistry.StartAsync();
        var image = await source.Client.PushImageAsync("app", "v1", layers: [_layer]);

        var result = await MirrorJourney.RunAsync(MirrorJourney.Copy(source, target));

        await ExpectWholeAsync(target, image, result);
        Assert.Equal(2, Downloads(source).Count());
    }

    [Fact]
    public async Task Copy_UploadsBreakTwice_GoOnFromWhatTheTargetHas()
    {
        var cuts = 0;
        var reported = new ConcurrentQueue<long>();
        await using var source = await InterceptedRegistry.StartAsync();
        await using var target = await InterceptedRegistry.StartAsync(async (context, answer) =>
        {
            if (context.Request.ContentLength > CutAfter && Interlocked.Increment(ref cuts) <= 2)
            {
                CutStream.CutRequest(context, CutAfter);
            }

            await answer();
            if (context.Request.Method == "GET" && context.Request.Path.Value!.Contains("/uploads/", StringComparison.Ordinal))
            {
                reported.Enqueue(long.Parse(context.Response.Headers["Range"].ToString().Split('-')[1], System.Globalization.CultureInfo.InvariantCulture) + 1);
            }
        });
        var image = await source.Client.PushImageAsync("app", "v1", layers: [_layer]);

        var result = await MirrorJourney.RunAsync(MirrorJourney.Copy(source, target));

        await ExpectWholeAsync(target, image, result);
        Assert.Equal(2, reported.Count);
        Assert.All(reported, offset => Assert.InRange(offset, 1, Size - 1));
        Assert.Equal(
            reported.Select(offset => $"{offset}-{Size - 1}"),
            target.Requests.Where(request => request.Method == "PATCH").Select(request => request.ContentRange));
    }

    [Fact]
    public async Task Copy_TargetForgotTheUpload_StartsANewOne()
    {
        var cuts = 0;
        await using var source = await InterceptedRegistry.StartAsync();
        await using var target = await InterceptedRegistry.StartAsync((context, answer) =>
        {
            if (context.Request.ContentLength > CutAfter && Interlocked.Increment(ref cuts) == 1)
            {
                CutStream.CutRequest(context, CutAfter);
            }

            if (context.Request.Method == "GET" && context.Request.Path.Value!.Contains("/uploads/", StringComparison.Ordinal))
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            }

            return answer();
        });
        var image = await source.Client.PushImageAsync("app", "v1", layers: [_layer]);

        var result = await MirrorJourney.RunAsync(MirrorJourney.Copy(source, target));

        await ExpectWholeAsync(target, image, result);
        Assert.Equal(3, target.Requests.Count(request => request.Method == "POST"));
    }

    [Theory] // the way of slow connections: several at once, a part each
    [InlineData(true)]
    [InlineData(false)]
    public async Task Copy_SlowSource_IsReadInPartsWhereItCan(bool hasRanges)
    {
        var cuts = 0;
        await using var source = await InterceptedRegistry.StartAsync((context, answer) =>
        {
            if (!hasRanges)
            {
                context.Request.Headers.Remove("Range");
            }
            else if (IsLayer(context) && context.Request.Headers.Range.Count > 0 && Interlocked.Increment(ref cuts) <= 2)
            {
                CutStream.CutResponse(context, 1000);
            }

            return answer();
        });
        await using var target = await InterceptedRegistry.StartAsync();
        var image = await source.Client.PushImageAsync("app", "v1", layers: [_layer]);

        var result = await MirrorJourney.RunAsync(MirrorJourney.Copy(source, target), MirrorJourney.Options with { Time = new HastyClock() });

        await ExpectWholeAsync(target, image, result);
        // Without ranges the first answer shows it, and the other parts are not asked for.
        Assert.Contains(
            Downloads(source), request => hasRanges ? request.Range?.EndsWith($"-{Size - 1}", StringComparison.Ordinal) == true : request.Range is not null);
    }

    [Fact]
    public async Task Copy_SourceNeverEndsABlob_GivesUpAndSaysAfterHowManyAttempts()
    {
        await using var source = await InterceptedRegistry.StartAsync((context, answer) =>
        {
            if (IsLayer(context))
            {
                CutStream.CutResponse(context, 0);
            }

            return answer();
        });
        await using var target = await InterceptedRegistry.StartAsync();
        await source.Client.PushImageAsync("app", "v1", layers: [_layer]);

        var error = await Assert.ThrowsAsync<MirrorException>(
            () => MirrorJourney.RunAsync(MirrorJourney.Copy(source, target), MirrorJourney.Options with { Attempts = 3 }));

        Assert.StartsWith($"Cannot copy {source.Host}/app:v1 to {target.Host}/app:v1: {source.Host}/app:v1: ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Given up after 3 attempts.", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, Downloads(source).Count());
        Assert.Null(target.Find("app", "v1"));
    }

    [Fact]
    public async Task Copy_UploadNeverGetsThrough_GivesUpAndNamesTheTarget()
    {
        var cuts = 0;
        await using var source = await InterceptedRegistry.StartAsync();
        await using var target = await InterceptedRegistry.StartAsync((context, answer) =>
        {
            if (context.Request.ContentLength > CutAfter)
            {
                Interlocked.Increment(ref cuts);
                context.Abort();
                return Task.CompletedTask;
            }

            return answer();
        });
        await source.Client.PushImageAsync("app", "v1", layers: [_layer]);

        var error = await Assert.ThrowsAsync<MirrorException>(
            () => MirrorJourney.RunAsync(MirrorJourney.Copy(source, target), MirrorJourney.Options with { Attempts = 3 }));

        Assert.Contains($": PUT {target.Host}/v2/app/blobs/uploads/", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Given up after 3 attempts.", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, cuts);
    }

    private IEnumerable<SeenRequest> Downloads(InterceptedRegistry registry) =>
        registry.Requests.Where(request => request.IsBlob && request.Path.EndsWith(Digest.Compute(_layer).Hex, StringComparison.Ordinal));

    private bool IsLayer(HttpContext context) =>
        context.Request.Method == "GET" && context.Request.Path.Value!.EndsWith(Digest.Compute(_layer).Hex, StringComparison.Ordinal);

    private async Task ExpectWholeAsync(InterceptedRegistry target, ManifestContent image, CopyProgress result)
    {
        Assert.Equal(image.Digest, target.Find("app", "v1"));
        Assert.Equal((CopyState.Copied, result.BytesTotal), (result.State, result.BytesCopied));
        await using var content = await target.Client.OpenBlobAsync("app", Digest.Compute(_layer), Size, TestContext.Current.CancellationToken);
        using var copied = new MemoryStream();
        await content.CopyToAsync(copied, TestContext.Current.CancellationToken);
        Assert.Equal(_layer, copied.ToArray());
    }

    private static byte[] Content(int size)
    {
        var bytes = new byte[size];
        new Random(7).NextBytes(bytes);
        return bytes;
    }
}
