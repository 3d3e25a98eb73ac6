namespace SreGym.Oci.Client;

/// <summary>Holds requests to one registry back while it has asked for silence.</summary>
internal sealed class RateGate(TimeProvider time)
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private long _closed;
    private TimeSpan _duration;

    public async Task PassAsync(CancellationToken cancellationToken)
    {
        TimeSpan wait;
        lock (_gate)
        {
            wait = FindWait();
        }

        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, time, cancellationToken);
        }
    }

    public void Close(TimeSpan duration)
    {
        lock (_gate)
        {
            var wait = duration < s_longest ? duration : s_longest;
            if (wait > FindWait())
            {
                (_closed, _duration) = (time.GetTimestamp(), wait);
            }
        }
    }

    private TimeSpan FindWait() => _duration == default ? TimeSpan.Zero : _duration - time.GetElapsedTime(_closed);
}
