using System.Runtime.CompilerServices;

namespace SreGym.ServiceDefaults.Streams;

/// <summary>
/// Something that happens once and may be watched by many, each from its beginning and at its own speed: a slow reader holds nobody up.
/// </summary>
/// <param name="capacity">Entries kept; later ones are counted only.</param>
public sealed class ReplayLog<T>(int capacity = int.MaxValue)
{
    private readonly Lock _gate = new();
    private readonly List<T> _entries = [];
    private TaskCompletionSource _changed = NewSignal();
    private int _count;
    private bool _completed;

    /// <summary>Entries added, also those beyond the capacity.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Adds an entry; after <see cref="Complete"/> it is only counted.</summary>
    public void Add(T entry)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            _count++;
            if (_completed || _entries.Count >= capacity)
            {
                return;
            }

            _entries.Add(entry);
            (changed, _changed) = (_changed, NewSignal());
        }

        changed.TrySetResult();
    }

    /// <summary>Ends every watch once it has seen what is there.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _completed = true;
            _changed.TrySetResult();
        }
    }

    /// <summary>What is kept so far.</summary>
    public IReadOnlyList<T> Snapshot()
    {
        lock (_gate)
        {
            return [.. _entries];
        }
    }

    /// <summary>Every entry from the first one until the log is complete.</summary>
    public async IAsyncEnumerable<T> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var next = 0; ;)
        {
            T[] batch;
            Task changed;
            bool completed;
            lock (_gate)
            {
                batch = [.. _entries[next..]];
                changed = _changed.Task;
                completed = _completed;
            }

            foreach (var entry in batch)
            {
                yield return entry;
            }

            next += batch.Length;
            if (completed)
            {
                yield break;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
