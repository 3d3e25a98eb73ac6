using SreGym.Contracts.Conductor.V1;
using SreGym.Contracts.Oracle.V1;

namespace SreGym.Conductor.Observation;

/// <summary>What became of the users' requests, added up by stage and endpoint.</summary>
internal sealed class WorkloadTallies
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<(EpisodeStage Stage, string Endpoint), (int Sent, int Answered)> _tallies = [];

    public void Add(EpisodeStage stage, EndpointTally tally)
    {
        lock (_gate)
        {
            var (sent, answered) = _tallies.GetValueOrDefault((stage, tally.Endpoint));
            _tallies[(stage, tally.Endpoint)] = (sent + tally.Sent, answered + tally.Answered);
        }
    }

    /// <summary>In the order of the stages, then of the endpoints.</summary>
    public IReadOnlyList<(EpisodeStage Stage, string Endpoint, int Sent, int Answered)> Snapshot()
    {
        lock (_gate)
        {
            return [.. _tallies.Select(tally => (tally.Key.Stage, tally.Key.Endpoint, tally.Value.Sent, tally.Value.Answered))];
        }
    }
}
