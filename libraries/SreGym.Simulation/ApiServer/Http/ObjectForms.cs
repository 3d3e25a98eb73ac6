using System.Buffers;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.ApiServer.Http;

/// <summary>Single objects in the form a client asks for.</summary>
internal static class ObjectForms
{
    /// <summary>The object as the resource shows it: its own bytes, or converted where it is kept in another version.</summary>
    public static ReadOnlyMemory<byte> Encode(ResourceType type, StoredObject value) =>
        ReferenceEquals(type, value.Type) || type.StoredAs is null ? value.Json : ObjectVersions.Convert(type, value);

    /// <summary>Answers with one object in the form the client accepts.</summary>
    public static Task WriteAsync(RequestScope scope, StoredObject value, int code)
    {
        var form = ContentNegotiation.Choose(scope.Context.Request.Headers.Accept);
        if (form == ResponseForm.Whole)
        {
            return ApiResponse.WriteBytesAsync(scope.Context, Encode(scope.Type, value), code);
        }

        var buffer = new ArrayBufferWriter<byte>(value.JsonMetadata.Length + 1024);
        if (form == ResponseForm.Table)
        {
            new TableWriter(scope).WriteOne(buffer, value);
        }
        else
        {
            WriteMetadata(buffer, value);
        }

        return ApiResponse.WriteBytesAsync(scope.Context, buffer.WrittenMemory, code);
    }

    public static void WriteMetadata(IBufferWriter<byte> writer, StoredObject value)
    {
        writer.Write("""{"kind":"PartialObjectMetadata","apiVersion":"meta.k8s.io/v1","""u8);
        writer.Write(value.JsonMetadata.Span);
        writer.Write("}"u8);
    }
}
