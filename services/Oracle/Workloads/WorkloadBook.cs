using System.Collections.Concurrent;
using SreGym.Problems.Workloads;

namespace SreGym.Oracle.Workloads;

/// <summary>The workloads that run now, by episode, for the checks to read.</summary>
internal sealed class WorkloadBook
{
    private readonly ConcurrentDictionary<string, WorkloadRecord> _records = new(StringComparer.Ordinal);

    /// <summary>Replaces what an earlier workload of the episode has left.</summary>
    public WorkloadRecord Open(string episodeId) => _records[episodeId] = new WorkloadRecord();

    /// <summary>Null where no workload runs.</summary>
    public WorkloadRecord? Find(string episodeId) => _records.GetValueOrDefault(episodeId);

    public void Close(string episodeId, WorkloadRecord record) => _records.TryRemove(KeyValuePair.Create(episodeId, record));
}
