using System.Buffers;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using SreGym.Simulation.Schema;
using SreGym.Simulation.Schema.Protobuf;

namespace SreGym.Simulation.ApiServer.Http;

/// <summary>Reads request bodies: JSON, YAML, or protobuf of built-in kinds.</summary>
internal static class BodyReader
{
    private const int LargestBody = 3 * 1024 * 1024;

    public static async Task<ReadOnlyMemory<byte>> ReadBytesAsync(HttpContext context)
    {
        var buffer = new ArrayBufferWriter<byte>((int)Math.Clamp(context.Request.ContentLength ?? 0, 1024, LargestBody));
        while (true)
        {
            var read = await context.Request.Body.ReadAsync(buffer.GetMemory(4096), context.RequestAborted);
            if (read == 0)
            {
                return buffer.WrittenMemory;
            }

            buffer.Advance(read);
            if (buffer.WrittenCount > LargestBody)
            {
                throw new ApiStatusException(new ApiStatus
                {
                    Code = 413,
                    Reason = "RequestEntityTooLarge",
                    Message = $"Request entity too large: limit is {LargestBody}",
                });
            }
        }
    }

    /// <summary>The object in the body; null when there is none.</summary>
    public static async Task<JsonObject?> FindObjectAsync(HttpContext context, string kind)
    {
        var bytes = await ReadBytesAsync(context);
        return bytes.IsEmpty ? null : Decode(bytes, MediaType(context), kind);
    }

    /// <summary>The object in the body.</summary>
    public static async Task<JsonObject> GetObjectAsync(HttpContext context, string kind) =>
        Decode(await ReadBytesAsync(context), MediaType(context), kind);

    public static string MediaType(HttpContext context)
    {
        var type = context.Request.ContentType ?? "";
        var end = type.IndexOf(';', StringComparison.Ordinal);
        return (end < 0 ? type : type[..end]).Trim();
    }

    /// <param name="bytes">The body.</param>
    /// <param name="mediaType">What it says it is.</param>
    /// <param name="kind">Kind the path asks for.</param>
    /// <param name="duplicates">Receives fields that are there twice; null when nobody asks.</param>
    public static JsonObject Decode(
        ReadOnlyMemory<byte> bytes, string mediaType, string kind, List<string>? duplicates = null) => mediaType switch
    {
        ProtobufBody.MediaType => DecodeProtobuf(bytes, kind),
        "application/yaml" or "application/apply-patch+yaml" => YamlBody.Decode(bytes, kind, duplicates),
        "" or "application/json" or "*/*" or "text/plain" or "application/x-www-form-urlencoded" => DecodeJson(bytes, kind, duplicates),
        _ => throw ApiErrors.UnsupportedMediaType(
            "the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, "
            + "application/vnd.kubernetes.protobuf"),
    };

    private static JsonObject DecodeJson(ReadOnlyMemory<byte> bytes, string kind, List<string>? duplicates)
    {
        try
        {
            return JsonBody.ParseObject(bytes.Span, duplicates);
        }
        catch (DecodingException error)
        {
            throw Unrecognized(bytes, kind, $"couldn't get version/kind; json parse error: {error.Message}");
        }
    }

    private static JsonObject DecodeProtobuf(ReadOnlyMemory<byte> bytes, string kind)
    {
        try
        {
            return ProtobufBody.Decode(bytes.Span);
        }
        catch (FormatException error)
        {
            throw Unrecognized(bytes, kind, error.Message);
        }
    }

    private static ApiStatusException Unrecognized(ReadOnlyMemory<byte> bytes, string kind, string why) =>
        ApiErrors.BadRequest($"the object provided is unrecognized (must be of type {kind}): {why} ({Summarize(bytes.Span)})");

    private static string Summarize(ReadOnlySpan<byte> bytes)
    {
        const int Shown = 30;
        if (bytes.IsEmpty)
        {
            return "<empty>";
        }

        var shown = bytes[..Math.Min(bytes.Length, Shown)];
        var text = bytes[0] == (byte)'{' ? System.Text.Encoding.UTF8.GetString(shown) : Convert.ToHexStringLower(shown);
        return bytes.Length > Shown ? text + " ..." : text;
    }
}
