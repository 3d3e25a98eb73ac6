namespace SreGym.RegistryMirror.Tests.Credentials;

/// <summary>The system's clock, moved forward at will: waits take their time, records of the past and the future do not.</summary>
internal sealed class SteppedClock : TimeProvider
{
    private long _steps;

    public void Advance(TimeSpan step) => Interlocked.Add(ref _steps, step.Ticks);

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _steps));
}
