namespace SreGym.TestingHost.Clusters;

/// <summary>The system's clock, set to another time of day at will, as an operating system's is: waits take their time, moments do not.</summary>
public sealed class SteppedClock : TimeProvider
{
    private long _steps;

    /// <summary>Sets it forward, or back.</summary>
    public void Advance(TimeSpan step) => Interlocked.Add(ref _steps, step.Ticks);

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _steps));
}
