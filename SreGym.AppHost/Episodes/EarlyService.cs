using Microsoft.Extensions.Hosting;

namespace SreGym.AppHost.Episodes;

/// <summary>
/// Work that begins before the resources do. An ordinary hosted service would begin after them: the orchestrator's own start lasts
/// until every resource was started, also one that waits for a stack for minutes, or for ever.
/// </summary>
internal abstract class EarlyService : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _work = Task.CompletedTask;

    /// <summary>Begins; once. Completes when the resources may begin.</summary>
    public async Task BeginAsync()
    {
        await PrepareAsync(_stopping.Token);
        _work = ExecuteAsync(_stopping.Token);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _work.WaitAsync(cancellationToken);
    }

    public virtual void Dispose() => _stopping.Dispose();

    /// <summary>What must be known before the resources begin.</summary>
    protected virtual Task PrepareAsync(CancellationToken stoppingToken) => Task.CompletedTask;

    /// <summary>The work; what it throws is thrown when the host stops.</summary>
    protected abstract Task ExecuteAsync(CancellationToken stoppingToken);
}
