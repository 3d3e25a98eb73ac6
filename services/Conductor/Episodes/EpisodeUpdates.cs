using Google.Protobuf.WellKnownTypes;
using SreGym.Contracts.Common.V1;
using SreGym.Contracts.Conductor.V1;
using SreGym.Recovery.Episodes;
using SreGym.ServiceDefaults.Streams;

namespace SreGym.Conductor.Episodes;

/// <summary>Progress of one episode from its beginning.</summary>
internal sealed class EpisodeUpdates(TimeProvider time)
{
    private readonly ReplayLog<WatchEpisodeUpdate> _updates = new();

    public void Add(EpisodeRecord record) => Add(new WatchEpisodeUpdate { Episode = record.ToMessage() });

    public void Add(Step step) => Add(new WatchEpisodeUpdate { Step = step });

    public void Add(ParticipantReady ready) => Add(new WatchEpisodeUpdate { Ready = ready });

    public void Complete() => _updates.Complete();

    public IAsyncEnumerable<WatchEpisodeUpdate> WatchAsync(CancellationToken cancellationToken) => _updates.WatchAsync(cancellationToken);

    private void Add(WatchEpisodeUpdate update)
    {
        update.Time = time.GetUtcNow().ToTimestamp();
        _updates.Add(update);
    }
}
