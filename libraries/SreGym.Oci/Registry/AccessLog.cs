namespace SreGym.Oci.Registry;

/// <summary>The last requests of a group of registries, oldest first; bounded, the oldest are dropped.</summary>
/// <param name="capacity">Entries kept.</param>
public sealed class AccessLog(int capacity = 20_000)
{
    private readonly Queue<AccessEntry> _entries = new();
    private readonly Lock _gate = new();

    /// <summary>Adds a request.</summary>
    public void Add(AccessEntry entry)
    {
        lock (_gate)
        {
            if (_entries.Count == capacity)
            {
                _entries.Dequeue();
            }

            _entries.Enqueue(entry);
        }
    }

    /// <summary>The requests answered at or after a time.</summary>
    public IReadOnlyList<AccessEntry> List(DateTimeOffset since)
    {
        lock (_gate)
        {
            return [.. _entries.Where(entry => entry.Time >= since)];
        }
    }
}
