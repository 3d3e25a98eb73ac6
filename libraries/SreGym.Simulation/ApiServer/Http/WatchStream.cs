using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.ApiServer.Http;

/// <summary>Frames of a watch: one JSON object per line, the changed object's bytes inside.</summary>
internal sealed class WatchStream
{
    private const int FlushThreshold = 256 * 1024;

    private readonly PipeWriter _writer;
    private readonly ResourceType _type;
    private readonly ObjectFilter _filter;
    private readonly ResponseForm _form;
    private readonly TableWriter? _table;

    // Only the first table of a watch says what the columns are.
    private bool _columnsTold;

    // The first flush sends the headers even when there is nothing to tell yet.
    private bool _dirty = true;

    public WatchStream(RequestScope scope, ObjectFilter filter, ResponseForm form)
    {
        _writer = scope.Context.Response.BodyWriter;
        _type = scope.Type;
        _filter = filter;
        _form = form;
        _table = form == ResponseForm.Table ? new TableWriter(scope) : null;
    }

    public void Write(StoreChange change)
    {
        var matches = change.Type != WatchEventType.Deleted && _filter.Matches(change.Object);
        var matched = change.Previous is { } previous && _filter.Matches(previous);
        if (matches)
        {
            Write(matched ? "MODIFIED"u8 : "ADDED"u8, change.Object);
        }
        else if (matched)
        {
            // Also for objects that changed so that they are no longer selected: for this client they are gone.
            Write("DELETED"u8, change.Object);
        }
    }

    public async Task WriteInitialAsync(ObjectSnapshot snapshot, bool withEnd, CancellationToken cancellationToken)
    {
        foreach (var value in snapshot.Objects)
        {
            if (_filter.Matches(value))
            {
                Write("ADDED"u8, value);
                if (_writer.CanGetUnflushedBytes && _writer.UnflushedBytes > FlushThreshold)
                {
                    await FlushAsync(cancellationToken);
                }
            }
        }

        if (withEnd)
        {
            WriteBookmark(snapshot.ResourceVersion, initialEventsEnd: true);
        }
    }

    public void WriteBookmark(long resourceVersion, bool initialEventsEnd)
    {
        var annotations = initialEventsEnd ? ",\"annotations\":{\"k8s.io/initial-events-end\":\"true\"}" : "";
        var (kind, version) = _form == ResponseForm.Metadata ? ("PartialObjectMetadata", "meta.k8s.io/v1") : (_type.Kind, _type.ApiVersion);
        var value = string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"kind\":\"{kind}\",\"apiVersion\":\"{version}\",\"metadata\":{{\"resourceVersion\":\"{resourceVersion}\",\"creationTimestamp\":null{annotations}}}}}");
        Begin("BOOKMARK"u8);
        if (_table is not null)
        {
            _table.WriteHead(_writer, TableWriter.Version(resourceVersion), !_columnsTold);
            _columnsTold = true;
            _writer.Write(Encoding.UTF8.GetBytes($"{{\"cells\":[],\"object\":{value}}}"));
            TableWriter.WriteEnd(_writer);
        }
        else
        {
            _writer.Write(Encoding.UTF8.GetBytes(value));
        }

        _writer.Write("}\n"u8);
    }

    public async Task WriteErrorAsync(ApiStatus status, CancellationToken cancellationToken)
    {
        Begin("ERROR"u8);
        _writer.Write(Encoding.UTF8.GetBytes($"{status.ToJson().ToJsonString()}}}\n"));
        await FlushAsync(cancellationToken);
    }

    /// <summary>False when the client is gone.</summary>
    public async ValueTask<bool> FlushAsync(CancellationToken cancellationToken)
    {
        if (!_dirty)
        {
            return true;
        }

        _dirty = false;
        var result = await _writer.FlushAsync(cancellationToken);
        return !result.IsCompleted && !result.IsCanceled;
    }

    private void Write(ReadOnlySpan<byte> kind, StoredObject value)
    {
        Begin(kind);
        if (_table is not null)
        {
            _table.WriteOne(_writer, value, !_columnsTold);
            _columnsTold = true;
        }
        else if (_form == ResponseForm.Metadata)
        {
            ObjectForms.WriteMetadata(_writer, value);
        }
        else
        {
            _writer.Write(ObjectForms.Encode(_type, value).Span);
        }

        _writer.Write("}\n"u8);
    }

    private void Begin(ReadOnlySpan<byte> kind)
    {
        _writer.Write("{\"type\":\""u8);
        _writer.Write(kind);
        _writer.Write("\",\"object\":"u8);
        _dirty = true;
    }
}
