using System.Runtime.CompilerServices;

namespace SreGym.Gateway.Sessions;

/// <summary>Every call of a session from its first one. Readers replay at their own speed, so a slow one holds nobody up.</summary>
internal sealed class CallLog(int capacity)
{
    private readonly Lock _gate = new();
    private readonly List<CallRecord> _records = [];
    private TaskCompletionSource _changed = NewSignal();
    private int _count;
    private bool _completed;

    /// <summary>Calls seen, also those beyond the capacity.</summary>
    public int Count => Volatile.Read(ref _count);

    public void Add(CallRecord record)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            _count++;
            if (_completed || _records.Count >= capacity)
            {
                return;
            }

            _records.Add(record);
            (changed, _changed) = (_changed, NewSignal());
        }

        changed.TrySetResult();
    }

    public void Complete()
    {
        lock (_gate)
        {
            _completed = true;
            _changed.TrySetResult();
        }
    }

    public async IAsyncEnumerable<CallRecord> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var next = 0; ;)
        {
            CallRecord[] batch;
            Task changed;
            bool completed;
            lock (_gate)
            {
                batch = [.. _records.Skip(next)];
                changed = _changed.Task;
                completed = _completed;
            }

            foreach (var record in batch)
            {
                yield return record;
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
