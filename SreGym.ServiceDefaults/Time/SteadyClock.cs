namespace SreGym.ServiceDefaults.Time;

/// <summary>
/// Reads the time of day once, when it is made, and counts on from there, so that what happens later has a later time, and as much later as
/// it took, even when the machine's clock is set meanwhile. Timers are those of the source. For moments that are compared with each other;
/// those that are compared with another machine's need the machine's own clock.
/// </summary>
/// <param name="source">The machine's clock.</param>
/// <param name="earliest">Where it starts when the machine's clock is behind that.</param>
public sealed class SteadyClock(TimeProvider source, DateTimeOffset earliest = default) : TimeProvider
{
    private readonly long _begun = source.GetTimestamp();
    private readonly DateTimeOffset _start = source.GetUtcNow() is var now && now > earliest ? now : earliest.ToUniversalTime();

    /// <inheritdoc />
    public override TimeZoneInfo LocalTimeZone => source.LocalTimeZone;

    /// <inheritdoc />
    public override long TimestampFrequency => source.TimestampFrequency;

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => _start + source.GetElapsedTime(_begun);

    /// <inheritdoc />
    public override long GetTimestamp() => source.GetTimestamp();

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        source.CreateTimer(callback, state, dueTime, period);
}
