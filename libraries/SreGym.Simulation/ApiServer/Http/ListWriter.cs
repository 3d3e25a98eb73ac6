using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Http;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.ApiServer.Http;

/// <summary>Writes lists by joining the bytes of their objects.</summary>
internal static class ListWriter
{
    private const int FlushThreshold = 64 * 1024;

    public static async Task WriteAsync(HttpContext context, ResourceType type, ListPage page, ResponseForm form)
    {
        if (form == ResponseForm.Table && ObjectTables.TryWriteList(context, type, page, out var written))
        {
            await written;
            return;
        }

        ApiResponse.Start(context, StatusCodes.Status200OK);
        if (ApiResponse.MayCompress(context, page.Objects.Sum(item => (long)item.Json.Length)))
        {
            await using var compressed = ApiResponse.Compress(context);
            var pipe = PipeWriter.Create(compressed, new StreamPipeWriterOptions(leaveOpen: true));
            await WriteItemsAsync(pipe, type, page, form, context.RequestAborted);
            await pipe.CompleteAsync();
            return;
        }

        await WriteItemsAsync(context.Response.BodyWriter, type, page, form, context.RequestAborted);
    }

    private static async Task WriteItemsAsync(
        PipeWriter writer, ResourceType type, ListPage page, ResponseForm form, CancellationToken cancellationToken)
    {
        writer.Write(Encoding.UTF8.GetBytes(Head(type, page, form)));
        var unflushed = 0;
        for (var index = 0; index < page.Objects.Count; index++)
        {
            var value = page.Objects[index];
            if (index > 0)
            {
                writer.Write(","u8);
            }

            WriteItem(writer, type, value, form);
            unflushed += value.Json.Length;
            if (unflushed > FlushThreshold)
            {
                await writer.FlushAsync(cancellationToken);
                unflushed = 0;
            }
        }

        writer.Write("]}\n"u8);
        await writer.FlushAsync(cancellationToken);
    }

    private static void WriteItem(PipeWriter writer, ResourceType type, StoredObject value, ResponseForm form)
    {
        if (form == ResponseForm.Metadata)
        {
            ObjectForms.WriteMetadata(writer, value);
        }
        else if (type.StoredAs is not null || type.Custom)
        {
            writer.Write(ObjectForms.Encode(type, value).Span);
        }
        else
        {
            writer.Write("{"u8);
            writer.Write(value.JsonBody.Span);
        }
    }

    private static string Head(ResourceType type, ListPage page, ResponseForm form)
    {
        var (kind, version) = form == ResponseForm.Metadata
            ? ("PartialObjectMetadataList", "meta.k8s.io/v1")
            : (type.Kind + "List", type.ApiVersion);
        var head = new StringBuilder(256).Append(
            CultureInfo.InvariantCulture,
            $"{{\"kind\":\"{kind}\",\"apiVersion\":\"{version}\",\"metadata\":{{\"resourceVersion\":\"{page.ResourceVersion}\"");
        if (page.Continue.Length > 0)
        {
            head.Append(CultureInfo.InvariantCulture, $",\"continue\":\"{page.Continue}\"");
        }

        if (page.Remaining is { } remaining)
        {
            head.Append(CultureInfo.InvariantCulture, $",\"remainingItemCount\":{remaining}");
        }

        return head.Append("},\"items\":[").ToString();
    }
}
