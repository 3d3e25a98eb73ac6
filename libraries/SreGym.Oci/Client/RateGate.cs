namespace SreGym.Oci.Client;

/// <summary>Holds requests to one registry back while it has asked for silence.</summary>
internal sealed class RateGate(TimeProvider time)
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private DateTimeOffset _open;

    public async Task PassAsync(CancellationToken cancellationToken)
    {
        TimeSpan wait;
        lock (_gate)
        {
            wait = _open == default ? TimeSpan.Zero : _open - time.GetUtcNow();
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
            var until = time.GetUtcNow() + (duration < s_longest ? duration : s_longest);
            _open = until > _open ? until : _open;
        }
    }
}
