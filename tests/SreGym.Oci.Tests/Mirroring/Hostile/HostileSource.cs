using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using SreGym.Oci.Client;
using SreGym.Oci.Content;
using SreGym.Oci.Mirroring;
using SreGym.Oci.References;
using SreGym.Oci.Registry;
using SreGym.Oci.Storage;
using SreGym.TestingHost.Registries;

namespace SreGym.Oci.Tests.Mirroring.Hostile;

/// <summary>A source registry that answers as a test says, and an honest registry that images are copied to.</summary>
internal sealed class HostileSource : IAsyncDisposable
{
    public const string Image = "registry.test/team/app:v1";

    private const string Repository = "/v2/team/app";

    private readonly HttpMessageInvoker _http = RegistryTransport.Create();
    private readonly MemoryBlobStore _stored = new();
    private readonly ConcurrentDictionary<string, RequestDelegate> _answers = new(StringComparer.Ordinal);
    private RegistryServer _source = null!;
    private RegistryServer _target = null!;
    private long _requests;

    private HostileSource()
    {
    }

    /// <summary>Requests the source has had.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    public static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static async Task<HostileSource> StartAsync(RequestDelegate? target = null)
    {
        var hostile = new HostileSource();
        hostile._source = await RegistryServer.StartAsync(hostile.AnswerAsync);
        var (handler, volume) = (new RegistryHandler(TimeProvider.System), new RegistryVolume(hostile._stored));
        hostile._target = await RegistryServer.StartAsync(
            target ?? (context => handler.HandleAsync(context, new HostedRegistry { Instance = "target", Volume = volume })));
        return hostile;
    }

    /// <summary>Answers a path below the repository, e.g. <c>manifests/v1</c>.</summary>
    public void Answer(string path, RequestDelegate answer) => _answers[$"{Repository}/{path}"] = answer;

    /// <summary>Answers a manifest under its digest, and as the image when asked to.</summary>
    public Digest Serve(byte[] manifest, string mediaType, bool isImage = false)
    {
        var digest = Digest.Compute(manifest);
        Answer($"manifests/{digest}", context => WriteAsync(context, manifest, mediaType));
        if (isImage)
        {
            Answer("manifests/v1", context => WriteAsync(context, manifest, mediaType));
        }

        return digest;
    }

    /// <summary>Answers a blob.</summary>
    public Digest Serve(byte[] blob)
    {
        var digest = Digest.Compute(blob);
        Answer($"blobs/{digest}", context => WriteAsync(context, blob, MediaTypes.OctetStream));
        return digest;
    }

    /// <summary>An image with one layer, whose blob the test answers itself.</summary>
    public (Digest Manifest, Digest Layer) ServeImage(byte[] layer)
    {
        var config = Serve("{}"u8.ToArray());
        var manifest = Manifest(config.ToString(), Digest.Compute(layer).ToString(), layer.Length);
        return (Serve(manifest, MediaTypes.OciManifest, isImage: true), Digest.Compute(layer));
    }

    /// <summary>Copies the image; returns the error's text after making sure that the target shows nothing of it.</summary>
    public async Task<string> FailAsync(TimeSpan? timeout = null, Digest? absent = null)
    {
        var error = await Assert.ThrowsAsync<MirrorException>(() => CopyAsync(timeout));

        var target = new RegistryClient(_http, new RegistryEndpoint(_target.Address));
        Assert.Null(await target.FindManifestAsync("copy/app", "v1", Cancelled));
        Assert.True(absent is null || _stored.FindSize(absent) is null, $"{absent} was stored.");
        Assert.Equal(_stored.List().Sum(_stored.FindSize), _stored.Used);
        Assert.StartsWith($"Cannot copy {Image} to localhost:5000/copy/app:v1: ", error.Message, StringComparison.Ordinal);
        return error.Message;
    }

    public async Task<CopyProgress> CopyAsync(TimeSpan? timeout = null, RegistryCredentials? credentials = null)
    {
        using var mirror = new ImageMirror(new MirrorOptions { Backoff = TimeSpan.FromMilliseconds(1), MaximumBackoff = TimeSpan.FromMilliseconds(2), Attempts = 2 });
        var options = new RegistryClientOptions { Timeout = timeout ?? TimeSpan.FromSeconds(30) };
        var copy = new ImageCopy
        {
            Source = new RegistryImageSource(
                new RegistryClient(_http, new RegistryEndpoint(_source.Address, "registry.test"), credentials, options), ImageReference.Parse(Image)),
            Target = new RegistryClient(_http, new RegistryEndpoint(_target.Address), null, options),
            TargetImage = ImageReference.Create("localhost:5000", "copy/app", "v1"),
        };
        return await mirror.CopyAsync(copy, null, Cancelled);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _source.DisposeAsync();
        await _target.DisposeAsync();
    }

    public static byte[] Manifest(string config, string layer, long size) => Encoding.UTF8.GetBytes($$"""
        {"schemaVersion":2,"mediaType":"{{MediaTypes.OciManifest}}","config":{"mediaType":"{{MediaTypes.OciConfig}}","digest":"{{config}}","size":2},
        "layers":[{"mediaType":"{{MediaTypes.OciLayerGzip}}","digest":"{{layer}}","size":{{size}}}]}
        """);

    public static byte[] Index(params IEnumerable<Digest> entries) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        schemaVersion = 2,
        mediaType = MediaTypes.OciIndex,
        manifests = entries.Select(entry => new { mediaType = MediaTypes.OciIndex, digest = entry.ToString(), size = 100 }),
    });

    public static async Task WriteAsync(HttpContext context, byte[] body, string mediaType)
    {
        context.Response.ContentType = mediaType;
        context.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
        }
    }

    private Task AnswerAsync(HttpContext context)
    {
        Interlocked.Increment(ref _requests);
        if (_answers.TryGetValue(context.Request.Path.Value!, out var answer))
        {
            return answer(context);
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
