using System.Buffers;
using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace SreGym.Simulation.ApiServer.Http;

/// <summary>Writes answers: encoded objects are copied as they are.</summary>
internal static class ApiResponse
{
    // k8s.io/apiserver compresses what is larger, and only for clients that ask for it.
    private const int CompressionThreshold = 128 * 1024;

    private static readonly JsonWriterOptions s_writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Task WriteStatusAsync(HttpContext context, ApiStatus status)
    {
        if (status.RetryAfterSeconds > 0)
        {
            context.Response.Headers.RetryAfter = status.RetryAfterSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return WriteJsonAsync(context, status.ToJson(), status.Code);
    }

    public static Task WriteJsonAsync(HttpContext context, JsonNode value, int code = StatusCodes.Status200OK)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, s_writing))
        {
            value.WriteTo(writer);
        }

        return WriteBytesAsync(context, buffer.WrittenMemory, code);
    }

    public static async Task WriteBytesAsync(
        HttpContext context, ReadOnlyMemory<byte> body, int code = StatusCodes.Status200OK, string contentType = "application/json")
    {
        Start(context, code);
        context.Response.ContentType = contentType;
        if (MayCompress(context, body.Length))
        {
            await using var compressed = Compress(context);
            await compressed.WriteAsync(body, context.RequestAborted);
            return;
        }

        context.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.BodyWriter.WriteAsync(body, context.RequestAborted);
        }
    }

    public static Task WriteTextAsync(HttpContext context, string text, int code = StatusCodes.Status200OK)
    {
        Start(context, code);
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }

    public static void Start(HttpContext context, int code)
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-cache, private";
    }

    public static bool MayCompress(HttpContext context, long length) =>
        length > CompressionThreshold && AcceptsGzip(context);

    public static bool AcceptsGzip(HttpContext context) =>
        context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);

    public static GZipStream Compress(HttpContext context)
    {
        context.Response.Headers.ContentEncoding = "gzip";
        context.Response.Headers.Vary = "Accept-Encoding";
        return new GZipStream(context.Response.Body, CompressionLevel.Fastest, leaveOpen: true);
    }
}
