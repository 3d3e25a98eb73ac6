using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace SreGym.Simulation.Storage;

/// <summary>
/// All objects of one cluster. Reads take no lock; writes take the cluster's lock, get the next resourceVersion and reach
/// subscribers and watchers in write order.
/// </summary>
public sealed class ObjectStore
{
    private readonly Lock _writing = new();
    private readonly ConcurrentDictionary<ResourceType, ResourceTable> _tables = new(concurrencyLevel: 1, capacity: 31);
    private readonly Dictionary<(ResourceType Type, string? Namespace, string Name), int> _incarnations = [];
    private volatile Action<StoreChange>[] _subscribers = [];
    private long _resourceVersion;

    /// <summary>The last write.</summary>
    public long ResourceVersion => Interlocked.Read(ref _resourceVersion);

    /// <summary>How many objects there are.</summary>
    public int Count => _tables.Values.Sum(table => table.Objects.Count);

    /// <summary>The object; null when there is none.</summary>
    public StoredObject? Find(ResourceType type, string? @namespace, string name) =>
        _tables.TryGetValue(type, out var table) ? table.Objects.Find(@namespace, name) : null;

    /// <summary>Objects in key order, of one namespace or of all.</summary>
    public IReadOnlyList<StoredObject> List(ResourceType type, string? @namespace = null) =>
        _tables.TryGetValue(type, out var table) ? table.Objects.Range(@namespace) : [];

    /// <summary>A list with the resourceVersion from which to watch on.</summary>
    public ObjectSnapshot Snapshot(ResourceType type, string? @namespace = null)
    {
        SortedObjects objects;
        long resourceVersion;
        lock (_writing)
        {
            objects = Table(type).Objects;
            resourceVersion = _resourceVersion;
        }

        return new ObjectSnapshot(objects.Range(@namespace), resourceVersion);
    }

    /// <summary>
    /// Calls back for each write, in write order, on the writer's thread under the cluster's lock: the callback may only enqueue.
    /// </summary>
    public IDisposable Subscribe(Action<StoreChange> onChange)
    {
        lock (_writing)
        {
            _subscribers = [.. _subscribers, onChange];
        }

        return new Subscription(this, onChange);
    }

    /// <summary>All changes after a resourceVersion, for as long as the caller reads.</summary>
    /// <exception cref="ResourceVersionTooOldException">The changes from there on are no longer all known.</exception>
    public async IAsyncEnumerable<StoreChange> WatchAsync(
        ResourceType type, string? @namespace, long sinceResourceVersion, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var cursor = OpenCursor(type, sinceResourceVersion);
        while (true)
        {
            while (cursor.TryRead(out var change))
            {
                if (@namespace is null || change.Object.Namespace == @namespace)
                {
                    yield return change;
                }
            }

            await cursor.WaitAsync(cancellationToken);
        }
    }

    /// <summary>A reader of the change log after a resourceVersion.</summary>
    /// <exception cref="ResourceVersionTooOldException">The changes from there on are no longer all known.</exception>
    internal WatchCursor OpenCursor(ResourceType type, long sinceResourceVersion)
    {
        lock (_writing)
        {
            var table = Table(type);
            var entry = table.FindEntry(sinceResourceVersion)
                ?? throw new ResourceVersionTooOldException(sinceResourceVersion, table.ForgottenThrough);
            return new WatchCursor(this, table, entry);
        }
    }

    /// <summary>How often an object of this key has been deleted: makes the uid of the next one differ.</summary>
    internal int CountIncarnations(ResourceType type, string? @namespace, string name)
    {
        lock (_writing)
        {
            return _incarnations.GetValueOrDefault((type, @namespace, name));
        }
    }

    /// <summary>Adds an object; null when its key is taken.</summary>
    internal StoredObject? Insert(DraftObject draft)
    {
        lock (_writing)
        {
            var table = Table(draft.Type);
            if (table.Objects.Find(draft.Namespace, draft.Name) is not null)
            {
                return null;
            }

            var added = new StoredObject(draft, _resourceVersion + 1);
            Commit(table, table.Objects.With(added), new StoreChange(WatchEventType.Added, added, null));
            return added;
        }
    }

    /// <summary>Puts a new version in the place of the expected one; null when that is no longer the current one.</summary>
    internal StoredObject? Replace(DraftObject draft, StoredObject expected)
    {
        lock (_writing)
        {
            var table = Table(draft.Type);
            if (!ReferenceEquals(table.Objects.Find(expected.Namespace, expected.Name), expected))
            {
                return null;
            }

            var changed = new StoredObject(draft, _resourceVersion + 1);
            Commit(table, table.Objects.With(changed), new StoreChange(WatchEventType.Modified, changed, expected));
            return changed;
        }
    }

    /// <summary>Removes the expected version; null when that is no longer the current one. The result is its last state.</summary>
    internal StoredObject? Remove(StoredObject expected)
    {
        lock (_writing)
        {
            var table = Table(expected.Type);
            if (!ReferenceEquals(table.Objects.Find(expected.Namespace, expected.Name), expected))
            {
                return null;
            }

            var removed = expected.WithResourceVersion(_resourceVersion + 1);
            var key = (expected.Type, expected.Namespace, expected.Name);
            _incarnations[key] = _incarnations.GetValueOrDefault(key) + 1;
            Commit(
                table,
                table.Objects.Without(expected.Namespace, expected.Name),
                new StoreChange(WatchEventType.Deleted, removed, expected));
            return removed;
        }
    }

    private void Commit(ResourceTable table, SortedObjects objects, StoreChange change)
    {
        // Readers that see the new resourceVersion must find the change, so the log comes first.
        table.Append(objects, change);
        Interlocked.Exchange(ref _resourceVersion, change.Object.ResourceVersion);
        foreach (var subscriber in _subscribers)
        {
            subscriber(change);
        }
    }

    private ResourceTable Table(ResourceType type) => _tables.GetOrAdd(type, static _ => new ResourceTable());

    private sealed class Subscription(ObjectStore store, Action<StoreChange> onChange) : IDisposable
    {
        public void Dispose()
        {
            lock (store._writing)
            {
                store._subscribers = [.. store._subscribers.Where(subscriber => subscriber != onChange)];
            }
        }
    }
}
