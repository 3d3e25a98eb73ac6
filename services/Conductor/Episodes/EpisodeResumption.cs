using SreGym.Recovery.Episodes;

namespace SreGym.Conductor.Episodes;

/// <summary>At start, recovers what an earlier process left; at stop, ends what still runs.</summary>
internal sealed class EpisodeResumption(EpisodeStore store, EpisodeDirectory episodes, ILogger<EpisodeResumption> logger) : BackgroundService
{
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await episodes.ShutDownAsync();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var record in store.ListUnfinished())
        {
            Log.EpisodeResumed(logger, record.Spec.EpisodeId, record.Stage.Name());
            try
            {
                await episodes.ResumeAsync(record, stoppingToken);
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                // One episode that cannot be recovered must not keep the others, or the service, from it.
                Log.ReleaseFailed(logger, error, record.Spec.EpisodeId, "the episode", error.Message);
            }
        }
    }
}
