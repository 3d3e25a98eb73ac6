using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Http;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.ApiServer.Http;

/// <summary>Writes lists by joining the bytes of their objects.</summary>
internal sealed class ListWriter
{
    private const int FlushThreshold = 64 * 1024;

    private readonly RequestScope _scope;
    private readonly ListPage _page;
    private readonly ResponseForm _form;
    private readonly TableWriter? _table;

    private ListWriter(RequestScope scope, ListPage page, ResponseForm form)
    {
        _scope = scope;
        _page = page;
        _form = form;
        _table = form == ResponseForm.Table ? new TableWriter(scope) : null;
    }

    public static Task WriteAsync(RequestScope scope, ListPage page, ResponseForm form) => new ListWriter(scope, page, form).WriteAsync();

    private async Task WriteAsync()
    {
        var context = _scope.Context;
        ApiResponse.Start(context, StatusCodes.Status200OK);
        if (ApiResponse.MayCompress(context, _page.Objects.Sum(item => (long)item.Json.Length)))
        {
            await using var compressed = ApiResponse.Compress(context);
            var pipe = PipeWriter.Create(compressed, new StreamPipeWriterOptions(leaveOpen: true));
            await WriteItemsAsync(pipe, context.RequestAborted);
            await pipe.CompleteAsync();
            return;
        }

        await WriteItemsAsync(context.Response.BodyWriter, context.RequestAborted);
    }

    private async Task WriteItemsAsync(PipeWriter writer, CancellationToken cancellationToken)
    {
        WriteHead(writer);
        var unflushed = 0;
        for (var index = 0; index < _page.Objects.Count; index++)
        {
            var value = _page.Objects[index];
            if (index > 0)
            {
                writer.Write(","u8);
            }

            WriteItem(writer, value);
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

    private void WriteItem(PipeWriter writer, StoredObject value)
    {
        var type = _scope.Type;
        if (_table is not null)
        {
            _table.WriteRow(writer, value);
        }
        else if (_form == ResponseForm.Metadata)
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

    private void WriteHead(PipeWriter writer)
    {
        if (_table is not null)
        {
            _table.WriteHead(writer, Metadata(), withColumns: true);
            return;
        }

        var (kind, version) = _form == ResponseForm.Metadata
            ? ("PartialObjectMetadataList", "meta.k8s.io/v1")
            : (_scope.Type.Kind + "List", _scope.Type.ApiVersion);
        writer.Write(Encoding.UTF8.GetBytes(
            $"{{\"kind\":\"{kind}\",\"apiVersion\":\"{version}\",\"metadata\":{{{Metadata()}}},\"items\":["));
    }

    private string Metadata()
    {
        var metadata = new StringBuilder(TableWriter.Version(_page.ResourceVersion));
        if (_page.Continue.Length > 0)
        {
            metadata.Append(CultureInfo.InvariantCulture, $",\"continue\":\"{_page.Continue}\"");
        }

        if (_page.Remaining is { } remaining)
        {
            metadata.Append(CultureInfo.InvariantCulture, $",\"remainingItemCount\":{remaining}");
        }

        return metadata.ToString();
    }
}
