namespace SreGym.Oci.Mirroring;

/// <summary>How fast one connection brings a blob.</summary>
internal sealed class SourceRate(TimeProvider time)
{
    private const long WorthDividing = 1024 * 1024;
    private const double FastEnough = 24 * 1024 * 1024;
    private static readonly TimeSpan s_trial = TimeSpan.FromMilliseconds(150);

    private readonly long _started = time.GetTimestamp();
    private long _bytes;
    private bool _isDecided;

    public void Add(int count) => _bytes += count;

    /// <summary>True when what is left would come faster over several connections. Decided once.</summary>
    public bool IsSlow(long left)
    {
        if (_isDecided || time.GetElapsedTime(_started) is var elapsed && elapsed < s_trial)
        {
            return false;
        }

        _isDecided = true;
        return left > WorthDividing && _bytes / time.GetElapsedTime(_started).TotalSeconds < FastEnough;
    }
}
