using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Running;

/// <summary>Polls the health checks of a running resource and announces the first time they all pass.</summary>
internal sealed class HealthMonitor(
    HealthCheckService checks,
    ResourceBoard board,
    IDistributedApplicationEventing eventing,
    IServiceProvider services,
    TimeProvider time,
    ILogger<HealthMonitor> logger)
{
    private static readonly TimeSpan s_whenHealthy = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_step = TimeSpan.FromSeconds(1);

    // The real monitor's first step is a second; processes that are just coming up are asked more often here.
    private static readonly TimeSpan s_firstStep = TimeSpan.FromMilliseconds(150);
    private const int QuickAttempts = 40;

    public async Task RunAsync(IResource resource, CancellationToken cancellationToken)
    {
        var failures = 0;
        while (true)
        {
            var healthy = await CheckAsync(resource, cancellationToken);
            if (healthy && !board.Get(resource).IsReady)
            {
                await AnnounceAsync(resource, cancellationToken);
            }

            failures = healthy ? 0 : failures + 1;
            var pause = failures == 0 ? s_whenHealthy
                : failures <= QuickAttempts ? s_firstStep
                : s_step * Math.Min(5, failures - QuickAttempts);
            await Task.Delay(pause, time, cancellationToken);
        }
    }

    private async Task AnnounceAsync(IResource resource, CancellationToken cancellationToken)
    {
        try
        {
            await eventing.PublishAsync(new ResourceReadyEvent(resource, services), cancellationToken);
            board.Update(resource, snapshot => snapshot with { IsReady = true });
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            Log.ReadyHandlerFailed(logger, resource.Name, error);
        }
    }

    private async Task<bool> CheckAsync(IResource resource, CancellationToken cancellationToken)
    {
        var keys = resource.Annotations.OfType<HealthCheckAnnotation>().Select(annotation => annotation.Key).ToHashSet();
        if (keys.Count == 0)
        {
            return true;
        }

        var report = await checks.CheckHealthAsync(registration => keys.Contains(registration.Name), cancellationToken);
        var now = time.GetUtcNow();
        var health = report.Entries
            .Select(entry => new ResourceHealth(entry.Key, entry.Value.Status, entry.Value.Description, now))
            .ToList();
        if (!board.Get(resource).Health.Select(last => last.Status).SequenceEqual(health.Select(current => current.Status)))
        {
            board.Update(resource, snapshot => snapshot with { Health = health });
        }

        return report.Status == HealthStatus.Healthy;
    }
}
