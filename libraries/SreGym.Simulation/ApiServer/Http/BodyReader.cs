using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using SreGym.Simulation.Schema.Protobuf;

namespace SreGym.Simulation.ApiServer.Http;

/// <summary>Reads request bodies: JSON, YAML, or protobuf of built-in kinds.</summary>
internal static class BodyReader
{
    private const int LargestBody = 3 * 1024 * 1024;

    private static readonly JsonDocumentOptions s_parsing = new() { MaxDepth = 128 };

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
    public static async Task<JsonObject?> FindObjectAsync(HttpContext context)
    {
        var bytes = await ReadBytesAsync(context);
        return bytes.IsEmpty ? null : Decode(bytes, MediaType(context));
    }

    /// <summary>The object in the body.</summary>
    public static async Task<JsonObject> GetObjectAsync(HttpContext context) => Decode(await ReadBytesAsync(context), MediaType(context));

    public static string MediaType(HttpContext context)
    {
        var type = context.Request.ContentType ?? "";
        var end = type.IndexOf(';', StringComparison.Ordinal);
        return (end < 0 ? type : type[..end]).Trim();
    }

    public static JsonObject Decode(ReadOnlyMemory<byte> bytes, string mediaType) => mediaType switch
    {
        ProtobufBody.MediaType => DecodeProtobuf(bytes),
        "application/yaml" or "application/apply-patch+yaml" => YamlBody.Decode(bytes),
        "" or "application/json" or "*/*" or "text/plain" or "application/x-www-form-urlencoded" => DecodeJson(bytes),
        _ => throw ApiErrors.UnsupportedMediaType(
            "the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, "
            + "application/vnd.kubernetes.protobuf"),
    };

    public static JsonNode? ParseJson(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return JsonNode.Parse(bytes.Span, documentOptions: s_parsing);
        }
        catch (JsonException error)
        {
            throw ApiErrors.BadRequest($"couldn't get version/kind; json parse error: {JsonErrors.Describe(bytes.Span, error)}");
        }
    }

    private static JsonObject DecodeJson(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            throw ApiErrors.BadRequest("couldn't get version/kind; json parse error: unexpected end of JSON input");
        }

        var parsed = ParseJson(bytes);
        return DemandUniqueKeys(parsed) as JsonObject ?? throw ApiErrors.BadRequest(
            $"couldn't get version/kind; json parse error: json: cannot unmarshal {JsonErrors.GoTypeOf(parsed)} into Go value of type "
            + "struct { APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string \"json:\\\"kind,omitempty\\\"\" }");
    }

    // JsonObject finds doubled keys only when it is looked into, which must not happen deep inside.
    private static JsonNode? DemandUniqueKeys(JsonNode? value)
    {
        try
        {
            switch (value)
            {
                case JsonObject map:
                    foreach (var (_, field) in map)
                    {
                        DemandUniqueKeys(field);
                    }

                    break;
                case JsonArray list:
                    foreach (var item in list)
                    {
                        DemandUniqueKeys(item);
                    }

                    break;
            }

            return value;
        }
        catch (ArgumentException error)
        {
            throw ApiErrors.BadRequest($"strict decoding error: duplicate field: {error.Message}");
        }
    }

    private static JsonObject DecodeProtobuf(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return ProtobufBody.Decode(bytes.Span);
        }
        catch (FormatException error)
        {
            throw ApiErrors.BadRequest(error.Message);
        }
    }
}
