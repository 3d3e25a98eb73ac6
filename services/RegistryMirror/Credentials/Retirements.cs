using System.Collections.Concurrent;
using k8s;
using k8s.Autorest;
using SreGym.Contracts;

namespace SreGym.RegistryMirror.Credentials;

/// <summary>
/// Ends the access of rotated users when their grace period is over, at registries that know no such end themselves. What fails is tried
/// again until the registry is removed: old credentials must not live on because an API server was away for a moment.
/// </summary>
internal sealed class Retirements(TimeProvider time, ILogger<Retirements> logger) : IAsyncDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<(string EpisodeId, string Username), Lazy<Task>> _planned = new();
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _episodes = new(StringComparer.Ordinal);

    /// <summary>Plans one; nothing new when the user's is planned already.</summary>
    public void Schedule(string episodeId, string username, DateTimeOffset end, Func<CancellationToken, Task> retire)
    {
        var cancellationToken = _episodes.GetOrAdd(episodeId, _ => new CancellationTokenSource()).Token;
        _ = _planned.GetOrAdd((episodeId, username), _ => new(() => RunAsync(username, episodeId, end, retire, cancellationToken))).Value;
    }

    /// <summary>Forgets those of an episode: its registry goes. Idempotent.</summary>
    public async Task CancelAsync(string episodeId)
    {
        if (!_episodes.TryRemove(episodeId, out var episode))
        {
            return;
        }

        await episode.CancelAsync();
        foreach (var key in _planned.Keys.Where(key => key.EpisodeId == episodeId))
        {
            if (_planned.TryRemove(key, out var planned))
            {
                await planned.Value.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        episode.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var episodeId in _episodes.Keys)
        {
            await CancelAsync(episodeId);
        }
    }

    private async Task RunAsync(
        string username, string episodeId, DateTimeOffset end, Func<CancellationToken, Task> retire, CancellationToken cancellationToken)
    {
        for (var wait = end - time.GetUtcNow(); ; wait = s_pause)
        {
            await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, time, cancellationToken);
            try
            {
                await retire(cancellationToken);
                Log.UserRetired(logger, username, episodeId);
                return;
            }
            catch (Exception error) when (!cancellationToken.IsCancellationRequested
                && error is SreGymException or HttpOperationException or KubernetesException or HttpRequestException or IOException or OperationCanceledException)
            {
                Log.UserNotRetired(logger, username, episodeId, error.Message);
            }
        }
    }
}
