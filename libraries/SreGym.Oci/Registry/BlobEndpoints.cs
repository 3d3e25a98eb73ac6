using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using SreGym.Oci.Content;
using SreGym.Oci.References;

namespace SreGym.Oci.Registry;

/// <summary>Blobs: get with ranges, delete (distribution-spec end-2, end-10).</summary>
internal static class BlobEndpoints
{
    private const int BatchSize = 256 * 1024;

    public static Task<RegistryError?> HandleAsync(RegistryExchange exchange)
    {
        if (!Digest.TryParse(exchange.Route.Reference, out var digest))
        {
            return Task.FromResult<RegistryError?>(RegistryError.DigestInvalid(exchange.Route.Reference));
        }

        return exchange.Request.Method switch
        {
            "GET" or "HEAD" => GetAsync(exchange, digest),
            "DELETE" => Task.FromResult(Delete(exchange, digest)),
            _ => Refuse(exchange),
        };
    }

    private static async Task<RegistryError?> GetAsync(RegistryExchange exchange, Digest digest)
    {
        if (!exchange.Volume.HasBlob(exchange.Repository, digest) || exchange.Volume.Blobs.OpenRead(digest) is not { } content)
        {
            return RegistryError.BlobUnknown(digest.ToString());
        }

        await using var disposed = content;
        exchange.SetDigest(digest);
        var headers = exchange.Response.Headers;
        headers.AcceptRanges = "bytes";
        headers.ETag = $"\"{digest}\"";
        headers.CacheControl = "max-age=31536000";
        if (exchange.IsUnchanged())
        {
            exchange.Response.StatusCode = StatusCodes.Status304NotModified;
            return null;
        }

        exchange.Response.ContentType = MediaTypes.OctetStream;
        var (from, length) = (0L, content.Length);
        if (FindRange(exchange.Request, content.Length) is { } range)
        {
            if (range.Length == 0)
            {
                headers.ContentRange = $"bytes */{content.Length}";
                return new RegistryError(StatusCodes.Status416RangeNotSatisfiable, "SIZE_INVALID", "requested range not satisfiable");
            }

            (from, length) = range;
            exchange.Response.StatusCode = StatusCodes.Status206PartialContent;
            headers.ContentRange = $"bytes {from}-{from + length - 1}/{content.Length}";
        }

        exchange.Response.ContentLength = length;
        if (!exchange.IsHead)
        {
            content.Seek(from, SeekOrigin.Begin);
            await CopyAsync(content, length, exchange.Response, exchange.Aborted);
        }

        return null;
    }

    private static async Task CopyAsync(Stream content, long length, HttpResponse response, CancellationToken cancellationToken)
    {
        if (content is MemoryStream memory && memory.TryGetBuffer(out var buffer))
        {
            await response.Body.WriteAsync(buffer.AsMemory((int)memory.Position, (int)length), cancellationToken);
            return;
        }

        // Read into the response's own memory: no buffer in between.
        var writer = response.BodyWriter;
        for (var left = length; left > 0;)
        {
            var target = writer.GetMemory((int)Math.Min(left, BatchSize));
            var count = await content.ReadAsync(target[..(int)Math.Min(left, target.Length)], cancellationToken);
            if (count == 0)
            {
                throw new IOException("A blob has become shorter while it was read.");
            }

            writer.Advance(count);
            left -= count;
            await writer.FlushAsync(cancellationToken);
        }
    }

    // RFC 9110 section 14.2: several ranges, other units and malformed headers are ignored; length 0 means not satisfiable.
    private static (long From, long Length)? FindRange(HttpRequest request, long size)
    {
        if (!RangeHeaderValue.TryParse(request.Headers.Range.ToString(), out var header) || header.Unit != "bytes" || header.Ranges.Count != 1)
        {
            return null;
        }

        var range = header.Ranges.Single();
        if (range.From is null)
        {
            var suffix = Math.Min(range.To ?? 0, size);
            return (size - suffix, suffix);
        }

        return range.From >= size
            ? (0, 0)
            : (range.From.Value, Math.Min(range.To ?? size - 1, size - 1) - range.From.Value + 1);
    }

    private static RegistryError? Delete(RegistryExchange exchange, Digest digest)
    {
        if (!exchange.Volume.UnlinkBlob(exchange.Repository, digest))
        {
            return RegistryError.BlobUnknown(digest.ToString());
        }

        exchange.Digest = digest.ToString();
        exchange.Complete(StatusCodes.Status202Accepted);
        return null;
    }

    private static Task<RegistryError?> Refuse(RegistryExchange exchange)
    {
        exchange.Response.Headers.Allow = "GET, HEAD, DELETE";
        return Task.FromResult<RegistryError?>(RegistryError.Unsupported($"{exchange.Request.Method} is not defined for blobs"));
    }
}
