using Microsoft.AspNetCore.Http;
using SreGym.Oci.References;

namespace SreGym.Oci.Tests.Mirroring.Hostile;

/// <summary>Sources whose blobs are not what the manifest promises, or never come.</summary>
public sealed class HostileBlobTests : IAsyncLifetime
{
    private static readonly byte[] s_layer = new byte[300_000];

    private HostileSource _source = null!;
    private Digest _digest = null!;

    public async ValueTask InitializeAsync()
    {
        _source = await HostileSource.StartAsync();
        (_, _digest) = _source.ServeImage(s_layer);
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    [Fact]
    public async Task Blob_OfOtherContent_IsAMismatch()
    {
        var other = Enumerable.Repeat((byte)1, s_layer.Length).ToArray();
        _source.Answer($"blobs/{_digest}", context => HostileSource.WriteAsync(context, other, "application/octet-stream"));

        Assert.Contains($"expected {_digest}, got {Digest.Compute(other)}", await _source.FailAsync(absent: _digest), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(299_999)]
    [InlineData(300_001)]
    public async Task ContentLength_OtherThanTheManifestSays_IsRefused(int length)
    {
        _source.Answer($"blobs/{_digest}", context => HostileSource.WriteAsync(context, new byte[length], "application/octet-stream"));

        Assert.Contains($"expected 300000 bytes, got a Content-Length of {length}", await _source.FailAsync(absent: _digest), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ContentLength_LongerThanTheBody_IsABrokenAnswer()
    {
        _source.Answer($"blobs/{_digest}", async context =>
        {
            context.Response.ContentLength = s_layer.Length;
            await context.Response.Body.WriteAsync(new byte[100]);
            await context.Response.Body.FlushAsync();
            context.Abort();
        });

        Assert.Matches("Connection reset|ended prematurely", await _source.FailAsync(absent: _digest));
    }

    [Fact]
    public async Task Body_ThatEndsEarlyWithoutALength_SaysWhere()
    {
        _source.Answer($"blobs/{_digest}", context => context.Response.Body.WriteAsync(new byte[100]).AsTask());

        Assert.Contains("300000 bytes", await _source.FailAsync(absent: _digest), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_ThatNeverEnds_IsReadToTheSizeOfTheBlobOnly()
    {
        var sent = 0L;
        _source.Answer($"blobs/{_digest}", async context =>
        {
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(Enumerable.Repeat((byte)1, 64 * 1024).ToArray(), context.RequestAborted);
                Interlocked.Add(ref sent, 64 * 1024);
            }
        });

        Assert.Contains($"expected {_digest}, got sha256:", await _source.FailAsync(absent: _digest), StringComparison.Ordinal);
        Assert.InRange(Interlocked.Read(ref sent), 0, 128L * 1024 * 1024);
    }

    [Fact]
    public async Task Body_ThatStandsStill_EndsWhenItsTimeIsOver()
    {
        _source.Answer($"blobs/{_digest}", async context =>
        {
            context.Response.ContentLength = s_layer.Length;
            await context.Response.Body.WriteAsync(new byte[100]);
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });

        var message = await _source.FailAsync(TimeSpan.FromMilliseconds(500), _digest);

        Assert.Contains("the registry stalls: nothing came for 0.5 s", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ErrorBody_ThatStandsStill_DoesNotHoldTheCopy()
    {
        _source.Answer($"blobs/{_digest}", async context =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            await context.Response.Body.WriteAsync("{"u8.ToArray());
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });

        Assert.Contains("403", await _source.FailAsync(TimeSpan.FromMilliseconds(500), _digest), StringComparison.Ordinal);
    }
}
