namespace SreGym.Simulation.Storage;

/// <summary>The objects of one resource in one cluster and the latest changes to them. Written under the store's lock.</summary>
internal sealed class ResourceTable
{
    private const int KeptChanges = 1024;
    private const long KeptBytes = 512 * 1024;

    private volatile SortedObjects _objects = SortedObjects.Empty;
    private ChangeEntry _oldest = new(null, 0);
    private ChangeEntry _newest;
    private int _kept;
    private long _keptBytes;
    private TaskCompletionSource? _changed;

    public ResourceTable() => _newest = _oldest;

    public SortedObjects Objects => _objects;

    /// <summary>The last change so far; what comes later follows it.</summary>
    public ChangeEntry Newest => _newest;

    /// <summary>Changes up to this resourceVersion are forgotten.</summary>
    public long ForgottenThrough => _oldest.ResourceVersion;

    public void Append(SortedObjects objects, StoreChange change)
    {
        _objects = objects;
        var entry = new ChangeEntry(change, change.Object.ResourceVersion);
        _newest.Next = entry;
        _newest = entry;
        _kept++;
        _keptBytes += change.Object.Json.Length;
        Forget();
        Interlocked.Exchange(ref _changed, null)?.TrySetResult();
    }

    /// <summary>The entry after which changes newer than the resourceVersion follow; null when they are no longer all there.</summary>
    public ChangeEntry? FindEntry(long resourceVersion)
    {
        if (resourceVersion < _oldest.ResourceVersion)
        {
            return null;
        }

        var entry = _oldest;
        while (entry.Next is { } next && next.ResourceVersion <= resourceVersion)
        {
            entry = next;
        }

        return entry;
    }

    /// <summary>Completes with the next change. To be asked for before looking at <see cref="ChangeEntry.Next"/> once more.</summary>
    public Task WaitForChange()
    {
        if (_changed is { } waiting)
        {
            return waiting.Task;
        }

        var made = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return (Interlocked.CompareExchange(ref _changed, made, null) ?? made).Task;
    }

    private void Forget()
    {
        while (_kept > KeptChanges || (_keptBytes > KeptBytes && _kept > 1))
        {
            _oldest = _oldest.Next!;
            _kept--;
            _keptBytes -= _oldest.Change!.Object.Json.Length;
        }
    }
}
