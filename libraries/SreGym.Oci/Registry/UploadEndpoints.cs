using System.Globalization;
using Microsoft.AspNetCore.Http;
using SreGym.Oci.References;

namespace SreGym.Oci.Registry;

/// <summary>Blob uploads, in one piece or in chunks, and mounts (distribution-spec end-4, end-5, end-6, end-11, end-13).</summary>
internal static class UploadEndpoints
{
    // What is written at once: enough to make the cost of a write small, little enough to stay in the processor's cache.
    private const int BatchSize = 256 * 1024;

    /// <summary><c>POST</c>: mount, single-request upload, or a new session.</summary>
    public static async Task<RegistryError?> StartAsync(RegistryExchange exchange)
    {
        if (!HttpMethods.IsPost(exchange.Request.Method))
        {
            exchange.Response.Headers.Allow = "POST";
            return RegistryError.Unsupported($"{exchange.Request.Method} is not defined here");
        }

        if (TryMount(exchange))
        {
            return null;
        }

        Digest? digest = null;
        if (exchange.FindQuery("digest") is { } text && !Digest.TryParse(text, out digest))
        {
            return RegistryError.DigestInvalid(text);
        }

        var upload = await exchange.Volume.Uploads.StartAsync(exchange.Repository, exchange.Volume.Blobs, exchange.Time);
        if (upload is null)
        {
            return exchange.Volume.Uploads.IsClosed
                ? RegistryError.NameUnknown(exchange.Repository)
                : RegistryError.TooManyRequests("too many uploads are open: finish or cancel some");
        }

        if (digest is not null)
        {
            return await ReceiveWholeAsync(exchange, upload, digest);
        }

        Report(exchange, upload, StatusCodes.Status202Accepted);
        return null;
    }

    /// <summary><c>PATCH</c>, <c>PUT</c>, <c>GET</c> and <c>DELETE</c> of a session.</summary>
    public static async Task<RegistryError?> ContinueAsync(RegistryExchange exchange)
    {
        if (exchange.Volume.Uploads.Find(exchange.Repository, exchange.Route.Reference) is not { } upload)
        {
            return RegistryError.UploadUnknown(exchange.Route.Reference);
        }

        switch (exchange.Request.Method)
        {
            case "GET" or "HEAD":
                Report(exchange, upload, StatusCodes.Status204NoContent);
                return null;
            case "PATCH":
                return await InTurnAsync(exchange, upload, () => AppendAsync(exchange, upload));
            case "PUT":
                var text = exchange.FindQuery("digest");
                return Digest.TryParse(text, out var digest)
                    ? await InTurnAsync(exchange, upload, () => CloseAsync(exchange, upload, digest))
                    : RegistryError.DigestInvalid(text ?? "the digest parameter is missing");
            case "DELETE":
                return await InTurnAsync(exchange, upload, () => CancelAsync(exchange, upload));
            default:
                exchange.Response.Headers.Allow = "GET, PATCH, PUT, DELETE";
                return RegistryError.Unsupported($"{exchange.Request.Method} is not defined for uploads");
        }
    }

    private static bool TryMount(RegistryExchange exchange)
    {
        if (!Digest.TryParse(exchange.FindQuery("mount"), out var digest)
            || !exchange.Volume.TryMountBlob(exchange.Repository, digest, exchange.FindQuery("from")))
        {
            return false;
        }

        exchange.SetDigest(digest);
        exchange.Complete(StatusCodes.Status201Created, $"/v2/{exchange.Repository}/blobs/{digest}");
        return true;
    }

    // "Single POST": the client never learns the session's address, so that nobody could go on with it.
    private static async Task<RegistryError?> ReceiveWholeAsync(RegistryExchange exchange, UploadSession upload, Digest digest)
    {
        try
        {
            return await InTurnAsync(exchange, upload, () => CloseAsync(exchange, upload, digest));
        }
        finally
        {
            await exchange.Volume.Uploads.RemoveAsync(upload);
        }
    }

    private static async Task<RegistryError?> InTurnAsync(
        RegistryExchange exchange, UploadSession upload, Func<Task<RegistryError?>> action)
    {
        await upload.Turn.WaitAsync(exchange.Aborted);
        try
        {
            upload.LastUsed = exchange.Time.GetTimestamp();
            return upload.IsClosed ? RegistryError.UploadUnknown(upload.Id) : await action();
        }
        finally
        {
            upload.Turn.Release();
            await exchange.Volume.Uploads.EndIfClosedAsync(upload);
        }
    }

    private static async Task<RegistryError?> AppendAsync(RegistryExchange exchange, UploadSession upload)
    {
        if (await ReceiveAsync(exchange, upload) is { } error)
        {
            return error;
        }

        Report(exchange, upload, StatusCodes.Status202Accepted);
        return null;
    }

    private static async Task<RegistryError?> CloseAsync(RegistryExchange exchange, UploadSession upload, Digest digest)
    {
        if (await ReceiveAsync(exchange, upload) is { } error)
        {
            return error;
        }

        if (exchange.Volume.Uploads.IsClosed)
        {
            return RegistryError.UploadUnknown(upload.Id);
        }

        var isCommitted = await exchange.Volume.CommitBlobAsync(exchange.Repository, upload.Writer, digest, exchange.Aborted);
        await exchange.Volume.Uploads.RemoveAsync(upload);
        if (!isCommitted)
        {
            return RegistryError.DigestInvalid(digest.ToString());
        }

        exchange.SetDigest(digest);
        exchange.Complete(StatusCodes.Status201Created, $"/v2/{exchange.Repository}/blobs/{digest}");
        return null;
    }

    private static async Task<RegistryError?> CancelAsync(RegistryExchange exchange, UploadSession upload)
    {
        await exchange.Volume.Uploads.RemoveAsync(upload);
        exchange.Complete(StatusCodes.Status204NoContent);
        return null;
    }

    private static async Task<RegistryError?> ReceiveAsync(RegistryExchange exchange, UploadSession upload)
    {
        var header = exchange.Request.Headers.ContentRange.ToString();
        var limit = long.MaxValue;
        if (header.Length > 0 && RefuseRange(header, upload.Writer.Length, exchange.Request.ContentLength, out limit) is { } refused)
        {
            Report(exchange, upload, refused.Status);
            return refused;
        }

        exchange.AllowAnyBodySize();
        var reader = exchange.Request.BodyReader;
        for (var received = 0L; ;)
        {
            var read = await exchange.ReadBodyAsync(BatchSize);
            var content = read.Buffer.Slice(0, Math.Min(read.Buffer.Length, limit - received));
            await upload.Writer.WriteAsync(content, exchange.Aborted);
            received += content.Length;
            var hasMore = content.Length < read.Buffer.Length;
            reader.AdvanceTo(read.Buffer.End);
            if (hasMore || (read.IsCompleted && header.Length > 0 && received < limit))
            {
                Report(exchange, upload, StatusCodes.Status400BadRequest);
                return RegistryError.SizeInvalid($"Content-Range \"{header}\" has {limit} bytes, the body has {(hasMore ? "more" : received)}");
            }

            if (read.IsCompleted)
            {
                return null;
            }
        }
    }

    // "Pushing a blob in chunks": <start>-<end>, both inclusive, starting right after the last chunk.
    private static RegistryError? RefuseRange(string header, long received, long? length, out long count)
    {
        count = 0;
        var parts = header.StartsWith("bytes ", StringComparison.Ordinal) ? header[6..].Split('/')[0].Split('-') : header.Split('-');
        if (parts.Length != 2 || !TryRead(parts[0], out var start) || !TryRead(parts[1], out var end) || end < start)
        {
            return RegistryError.UploadOutOfOrder($"Content-Range \"{header}\" is not <start>-<end>");
        }

        if (start != received)
        {
            return RegistryError.UploadOutOfOrder($"Content-Range starts at {start}, expected {received}");
        }

        count = end - start + 1;
        return length is { } given && given != count
            ? RegistryError.SizeInvalid($"Content-Range \"{header}\" has {count} bytes, Content-Length is {given}")
            : null;
    }

    private static bool TryRead(string text, out long value) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private static void Report(RegistryExchange exchange, UploadSession upload, int status)
    {
        exchange.Response.Headers.Range = $"0-{Math.Max(0, upload.Writer.Length - 1)}";
        exchange.Response.Headers["Docker-Upload-UUID"] = upload.Id;
        exchange.Complete(status, $"/v2/{exchange.Repository}/blobs/uploads/{upload.Id}");
    }
}
