using System.Text.Json;
using SreGym.Oci.Content;
using SreGym.Oci.References;

namespace SreGym.Oci.Tests.Mirroring.Hostile;

/// <summary>Sources that name referrers without end.</summary>
public sealed class HostileReferrerTests : IAsyncLifetime
{
    private HostileSource _source = null!;
    private Digest _image = null!;

    public async ValueTask InitializeAsync()
    {
        _source = await HostileSource.StartAsync();
        var layer = "layer"u8.ToArray();
        (_image, _) = _source.ServeImage(layer);
        _source.Serve(layer);
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    [Fact]
    public async Task Referrers_MoreThanAThousand_AreRefused()
    {
        _source.Answer($"referrers/{_image}", context => HostileSource.WriteAsync(context, List(1001), MediaTypes.OciIndex));

        var error = await Assert.ThrowsAsync<Oci.Mirroring.MirrorException>(() => _source.CopyAsync());

        Assert.Contains("more than 1000 manifests refer to it", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Referrers_OnPagesWithoutEnd_AreRefused()
    {
        var page = 0;
        _source.Answer($"referrers/{_image}", context =>
        {
            context.Response.Headers.Link = $"<{context.Request.Path}?page={Interlocked.Increment(ref page)}>; rel=\"next\"";
            return HostileSource.WriteAsync(context, List(0), MediaTypes.OciIndex);
        });

        var error = await Assert.ThrowsAsync<Oci.Mirroring.MirrorException>(() => _source.CopyAsync());

        Assert.Contains($"lists referrers of {_image} without end: 0 on 1000 pages so far", error.Message, StringComparison.Ordinal);
    }

    private static byte[] List(int count) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        schemaVersion = 2,
        mediaType = MediaTypes.OciIndex,
        manifests = Enumerable.Range(0, count).Select(entry => new
        {
            mediaType = MediaTypes.OciManifest,
            digest = Digest.Compute(BitConverter.GetBytes(entry)).ToString(),
            size = 100,
        }),
    });
}
