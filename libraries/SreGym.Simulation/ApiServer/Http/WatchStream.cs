using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.ApiServer.Http;

/// <summary>Frames of a watch: one JSON object per line, the changed object's bytes inside.</summary>
internal sealed class WatchStream(PipeWriter writer, ResourceType type, ObjectFilter filter, ResponseForm form)
{
    private const int FlushThreshold = 256 * 1024;

    // The first flush sends the headers even when there is nothing to tell yet.
    private bool _dirty = true;

    public void Write(StoreChange change)
    {
        var matches = change.Type != WatchEventType.Deleted && filter.Matches(change.Object);
        var matched = change.Previous is { } previous && filter.Matches(previous);
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
            if (filter.Matches(value))
            {
                Write("ADDED"u8, value);
                if (writer.CanGetUnflushedBytes && writer.UnflushedBytes > FlushThreshold)
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
        var (kind, version) = form == ResponseForm.Metadata ? ("PartialObjectMetadata", "meta.k8s.io/v1") : (type.Kind, type.ApiVersion);
        Write(string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"type\":\"BOOKMARK\",\"object\":{{\"kind\":\"{kind}\",\"apiVersion\":\"{version}\",\"metadata\":{{\"resourceVersion\":\"{resourceVersion}\",\"creationTimestamp\":null{annotations}}}}}}}\n"));
    }

    public async Task WriteErrorAsync(ApiStatus status, CancellationToken cancellationToken)
    {
        Write($"{{\"type\":\"ERROR\",\"object\":{status.ToJson().ToJsonString()}}}\n");
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
        var result = await writer.FlushAsync(cancellationToken);
        return !result.IsCompleted && !result.IsCanceled;
    }

    private void Write(ReadOnlySpan<byte> kind, StoredObject value)
    {
        writer.Write("{\"type\":\""u8);
        writer.Write(kind);
        writer.Write("\",\"object\":"u8);
        ObjectForms.Write(writer, type, value, form);
        writer.Write("}\n"u8);
        _dirty = true;
    }

    private void Write(string text)
    {
        writer.Write(Encoding.UTF8.GetBytes(text));
        _dirty = true;
    }
}
