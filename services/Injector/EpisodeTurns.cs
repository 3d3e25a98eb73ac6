using System.Collections.Concurrent;

namespace SreGym.Injector;

/// <summary>Lets one call at a time change the subject of an episode; a call that is retried waits for the first.</summary>
internal sealed class EpisodeTurns
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new(StringComparer.Ordinal);

    public async Task RunAsync(string episodeId, Func<Task> work, CancellationToken cancellationToken)
    {
        var turn = _turns.GetOrAdd(episodeId, _ => new SemaphoreSlim(1, 1));
        await turn.WaitAsync(cancellationToken);
        try
        {
            await work();
        }
        finally
        {
            turn.Release();
        }
    }
}
