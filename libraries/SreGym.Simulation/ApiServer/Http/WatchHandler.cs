using Microsoft.AspNetCore.Http;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.ApiServer.Http;

/// <summary>Streams changes to one client until it goes away or its time is over.</summary>
internal sealed class WatchHandler(ObjectStore store, TimeProvider requestTime)
{
    private static readonly TimeSpan s_defaultTimeout = TimeSpan.FromMinutes(45);
    private static readonly TimeSpan s_bookmarkInterval = TimeSpan.FromMinutes(1);

    public async Task HandleAsync(RequestScope scope)
    {
        var context = scope.Context;
        var query = ListQuery.Read(context.Request.Query);
        query.CheckWatch();
        var filter = ObjectFilter.Read(scope);
        var form = ContentNegotiation.Choose(context.Request.Headers.Accept);
        var since = query.ParseVersion();
        var initial = since == 0 || query.SendInitialEvents == true ? store.Snapshot(scope.Stored, filter.Namespace) : null;
        ApiResponse.Start(context, StatusCodes.Status200OK);
        var stream = new WatchStream(scope, filter, form);
        WatchCursor cursor;
        try
        {
            cursor = store.OpenCursor(scope.Stored, initial?.ResourceVersion ?? since);
        }
        catch (ResourceVersionTooOldException error)
        {
            await stream.WriteErrorAsync(ApiErrors.Expired(error.Message).Status, context.RequestAborted);
            return;
        }

        await context.Response.StartAsync(context.RequestAborted);
        if (initial is not null && query.SendInitialEvents != false)
        {
            await stream.WriteInitialAsync(initial, query.SendInitialEvents == true && query.AllowBookmarks, context.RequestAborted);
        }

        await FollowAsync(stream, cursor, query, context.RequestAborted);
    }

    private async Task FollowAsync(WatchStream stream, WatchCursor cursor, ListQuery query, CancellationToken aborted)
    {
        using var timeout = new CancellationTokenSource(query.Timeout ?? s_defaultTimeout, requestTime);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(aborted, timeout.Token);
        while (!ending.IsCancellationRequested)
        {
            while (cursor.TryRead(out var change))
            {
                stream.Write(change);
            }

            if (!await stream.FlushAsync(aborted))
            {
                return;
            }

            if (!await WaitAsync(cursor, query.AllowBookmarks, ending.Token) && !ending.IsCancellationRequested)
            {
                WriteBookmark(stream, cursor);
            }
        }
    }

    private static void WriteBookmark(WatchStream stream, WatchCursor cursor)
    {
        if (cursor.FindIdleVersion() is { } version)
        {
            stream.WriteBookmark(version, initialEventsEnd: false);
        }
    }

    /// <summary>False when it is time for a bookmark, or for the end.</summary>
    private async Task<bool> WaitAsync(WatchCursor cursor, bool bookmarks, CancellationToken ending)
    {
        using var pause = bookmarks ? new CancellationTokenSource(s_bookmarkInterval, requestTime) : null;
        using var linked = pause is null ? null : CancellationTokenSource.CreateLinkedTokenSource(pause.Token, ending);
        var token = linked?.Token ?? ending;
        try
        {
            await cursor.WaitAsync(token);
            return true;
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            return false;
        }
    }
}
