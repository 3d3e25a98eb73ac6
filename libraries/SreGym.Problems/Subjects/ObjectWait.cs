namespace SreGym.Problems.Subjects;

/// <summary>Waits for one object.</summary>
public sealed class ObjectWait(SubjectApi subject, TimeProvider clock)
{
    /// <summary>True when the object is gone, false when the limit passed first.</summary>
    public async Task<bool> ForRemovalAsync(ObjectKey key, TimeSpan limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        using var deadline = new CancellationTokenSource(limit, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            while (await subject.FindAsync(key, stop.Token) is { } found)
            {
                var version = found.Text("metadata", "resourceVersion") ?? "";
                await foreach (var update in subject.WatchAsync(key.Resource, key.Namespace, version, stop.Token))
                {
                    if (update.Type == "ERROR" || (update.Type == "DELETED" && update.Item.Name() == key.Name))
                    {
                        break;
                    }
                }
            }

            return true;
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
