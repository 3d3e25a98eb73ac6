namespace SreGym.Problems.Workloads;

/// <summary>What became of a workload's requests, by endpoint and time. Safe to write to and read from at once.</summary>
public sealed class WorkloadRecord
{
    private readonly Lock _gate = new();
    private readonly List<Entry> _entries = [];

    /// <summary>Notes a request that came to an end.</summary>
    public void Add(string endpoint, DateTimeOffset time, bool answered)
    {
        lock (_gate)
        {
            _entries.Add(new Entry(endpoint, time, answered));
        }
    }

    /// <summary>The requests that ended from one moment up to, but not at, another; by endpoint, in the order of their names.</summary>
    public IReadOnlyList<WorkloadTally> Count(DateTimeOffset from, DateTimeOffset until)
    {
        lock (_gate)
        {
            return
            [
                .. _entries
                    .Where(entry => entry.Time >= from && entry.Time < until)
                    .GroupBy(entry => entry.Endpoint, StringComparer.Ordinal)
                    .OrderBy(group => group.Key, StringComparer.Ordinal)
                    .Select(group => new WorkloadTally(group.Key, group.Count(), group.Count(entry => entry.Answered))),
            ];
        }
    }

    private sealed record Entry(string Endpoint, DateTimeOffset Time, bool Answered);
}
