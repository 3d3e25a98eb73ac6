namespace SreGym.Oci.Tests.Mirroring;

/// <summary>A clock on which a second passes between two looks at it: every connection seems slow.</summary>
internal sealed class HastyClock : TimeProvider
{
    private long _seconds;

    public override long TimestampFrequency => 1;

    public override long GetTimestamp() => Interlocked.Increment(ref _seconds);
}
