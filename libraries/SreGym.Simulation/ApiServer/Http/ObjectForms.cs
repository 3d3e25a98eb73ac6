using System.Buffers;
using Microsoft.AspNetCore.Http;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.ApiServer.Http;

/// <summary>Single objects in the form a client asks for.</summary>
internal static class ObjectForms
{
    /// <summary>The object as the resource shows it: its own bytes, or converted where it is kept in another version.</summary>
    public static ReadOnlyMemory<byte> Encode(ResourceType type, StoredObject value) =>
        ReferenceEquals(type, value.Type) || type.StoredAs is null ? value.Json : ObjectVersions.Convert(type, value);

    /// <summary>Answers with one object in the form the client accepts.</summary>
    public static Task WriteAsync(HttpContext context, ResourceType type, StoredObject value, int code)
    {
        switch (ContentNegotiation.Choose(context.Request.Headers.Accept))
        {
            case ResponseForm.Metadata:
                var buffer = new ArrayBufferWriter<byte>(value.JsonMetadata.Length + 128);
                WriteMetadata(buffer, value);
                return ApiResponse.WriteBytesAsync(context, buffer.WrittenMemory, code);
            default:
                return ApiResponse.WriteBytesAsync(context, Encode(type, value), code);
        }
    }

    public static void WriteMetadata(IBufferWriter<byte> writer, StoredObject value)
    {
        writer.Write("""{"kind":"PartialObjectMetadata","apiVersion":"meta.k8s.io/v1","""u8);
        writer.Write(value.JsonMetadata.Span);
        writer.Write("}"u8);
    }

    public static void Write(IBufferWriter<byte> writer, ResourceType type, StoredObject value, ResponseForm form)
    {
        if (form == ResponseForm.Metadata)
        {
            WriteMetadata(writer, value);
        }
        else
        {
            writer.Write(Encode(type, value).Span);
        }
    }
}
