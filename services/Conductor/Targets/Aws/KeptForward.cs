using SreGym.Contracts;

namespace SreGym.Conductor.Targets.Aws;

/// <summary>A forwarded port that stays: a session that ends before its time is followed by another on the same port.</summary>
internal sealed class KeptForward : IAsyncDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(2);

    private readonly Func<CancellationToken, Task<SessionForward>> _open;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _keeping;

    private KeptForward(
        int port, Func<CancellationToken, Task<SessionForward>> open, SessionForward first, TimeProvider time, ILogger logger)
    {
        (Port, _open, _time, _logger) = (port, open, time, logger);
        _keeping = KeepAsync(first);
    }

    /// <summary>Port of this machine.</summary>
    public int Port { get; }

    /// <summary>Opens the first session.</summary>
    /// <param name="port">Port of this machine.</param>
    /// <param name="open">Opens a session on that port.</param>
    /// <param name="time">Clock of the pause before a session that could not be opened is tried again.</param>
    /// <param name="logger">Told when a session is replaced.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public static async Task<KeptForward> OpenAsync(
        int port,
        Func<CancellationToken, Task<SessionForward>> open,
        TimeProvider time,
        ILogger logger,
        CancellationToken cancellationToken) => new(port, open, await open(cancellationToken), time, logger);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _keeping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task KeepAsync(SessionForward first)
    {
        var current = first;
        try
        {
            while (true)
            {
                await current.WaitForExitAsync(_stop.Token);
                Log.SessionEnded(_logger, Port);
                var ended = current;
                current = null;
                await ended.DisposeAsync();
                current = await ReopenAsync();
            }
        }
        finally
        {
            if (current is not null)
            {
                await current.DisposeAsync();
            }
        }
    }

    private async Task<SessionForward> ReopenAsync()
    {
        while (true)
        {
            try
            {
                return await _open(_stop.Token);
            }
            catch (SreGymException failed)
            {
                Log.SessionNotReplaced(_logger, failed, Port);
                await Task.Delay(s_pause, _time, _stop.Token);
            }
        }
    }
}
