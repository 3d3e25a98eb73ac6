using System.Diagnostics.CodeAnalysis;

namespace SreGym.Simulation.Storage;

/// <summary>One reader's place in the change log of a resource. Not for use by two threads at once.</summary>
internal sealed class WatchCursor(ObjectStore store, ResourceTable table, ChangeEntry last)
{
    private ChangeEntry _last = last;

    /// <summary>Everything up to this resourceVersion has been read: fit for a bookmark when there is nothing to read.</summary>
    public long ResourceVersion => _last.ResourceVersion;

    /// <summary>The store's resourceVersion if nothing is left to read at that moment; null otherwise.</summary>
    public long? FindIdleVersion()
    {
        var version = store.ResourceVersion;
        return _last.Next is null ? version : null;
    }

    /// <summary>The next change, if there is one already.</summary>
    public bool TryRead([NotNullWhen(true)] out StoreChange? change)
    {
        if (_last.Next is not { } next)
        {
            change = null;
            return false;
        }

        _last = next;
        change = next.Change!;
        return true;
    }

    /// <summary>Returns when there is something to read.</summary>
    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        while (_last.Next is null)
        {
            var changed = table.WaitForChange();
            if (_last.Next is null)
            {
                await changed.WaitAsync(cancellationToken);
            }
        }
    }
}
