using k8s;
using k8s.Autorest;
using k8s.Models;
using SreGym.Oci.Registry;
using SreGym.RegistryMirror.Forwarding;

namespace SreGym.RegistryMirror.Access;

/// <summary>
/// Reads the log of every registry pod along, from the first one to the last: a pod that somebody deletes takes its log with it.
/// </summary>
internal sealed class RegistryLogFollower : IAsyncDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(500);

    private readonly IKubernetes _kubernetes;
    private readonly PodEndpoint _pods;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly DistributionLog _log;
    private readonly CancellationTokenSource _closing = new();
    private readonly Dictionary<string, Task> _readers = new(StringComparer.Ordinal);
    private readonly Task _following;

    /// <param name="kubernetes">The subject; disposed with this.</param>
    /// <param name="pods">Which pods.</param>
    /// <param name="username">The registry's user.</param>
    /// <param name="time">Clock.</param>
    /// <param name="logger">Told of interruptions.</param>
    public RegistryLogFollower(IKubernetes kubernetes, PodEndpoint pods, string username, TimeProvider time, ILogger logger)
    {
        _kubernetes = kubernetes;
        _pods = pods;
        _time = time;
        _logger = logger;
        _log = new DistributionLog(username);
        _following = FollowAsync();
    }

    /// <summary>The requests since a time: what was read along, and what the pods' logs hold at this moment.</summary>
    public async Task<IReadOnlyList<AccessEntry>> ListAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        foreach (var pod in (await ListPodsAsync(cancellationToken)).Items.Where(HasStarted))
        {
            await ReadAsync(pod.Metadata.Name, follow: false, cancellationToken);
        }

        return _log.List(since);
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(_readers.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _closing.Dispose();
        _kubernetes.Dispose();
    }

    private async Task FollowAsync()
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                var pods = await ListPodsAsync(_closing.Token);
                StartReaders(pods.Items);
                await foreach (var (_, pod) in _kubernetes.CoreV1.WatchListNamespacedPodAsync(
                    _pods.Namespace,
                    labelSelector: _pods.LabelSelector,
                    resourceVersion: pods.Metadata.ResourceVersion,
                    cancellationToken: _closing.Token))
                {
                    StartReaders([pod]);
                }

                await Task.Delay(s_pause, _time, _closing.Token);
            }
            catch (Exception) when (_closing.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error) when (IsInterruption(error))
            {
                Log.LogInterrupted(_logger, _pods.Namespace, error.Message);
                await Task.Delay(s_pause, _time, CancellationToken.None);
            }
        }
    }

    private void StartReaders(IEnumerable<V1Pod> pods)
    {
        foreach (var pod in pods.Where(HasStarted))
        {
            var run = $"{pod.Metadata.Uid}/{pod.Status.ContainerStatuses[0].RestartCount}";
            if (!_readers.TryGetValue(run, out var reader) || (reader.IsCompleted && pod.Metadata.DeletionTimestamp is null))
            {
                _readers[run] = FollowPodAsync(pod.Metadata.Name);
            }
        }
    }

    private async Task FollowPodAsync(string pod)
    {
        try
        {
            await ReadAsync(pod, follow: true, _closing.Token);
        }
        catch (Exception) when (_closing.IsCancellationRequested)
        {
            // Nobody asks any more.
        }
        catch (Exception error) when (IsInterruption(error))
        {
            Log.LogInterrupted(_logger, _pods.Namespace, error.Message);
        }
    }

    private async Task ReadAsync(string pod, bool follow, CancellationToken cancellationToken)
    {
        await using var content = await _kubernetes.CoreV1.ReadNamespacedPodLogAsync(
            pod, _pods.Namespace, follow: follow, cancellationToken: cancellationToken);
        using var reader = new StreamReader(content);
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            _log.Add(pod, line);
        }
    }

    private Task<V1PodList> ListPodsAsync(CancellationToken cancellationToken) => _kubernetes.CoreV1.ListNamespacedPodAsync(
        _pods.Namespace, labelSelector: _pods.LabelSelector, cancellationToken: cancellationToken);

    private static bool HasStarted(V1Pod pod) =>
        pod.Status?.ContainerStatuses is [var container, ..] && (container.State?.Running is not null || container.State?.Terminated is not null);

    private static bool IsInterruption(Exception error) =>
        error is HttpRequestException or IOException or HttpOperationException or KubernetesException or OperationCanceledException;
}
