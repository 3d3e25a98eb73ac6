namespace SreGym.Simulation.Events;

/// <summary>A bucket that starts full and refills at a steady rate.</summary>
internal sealed class TokenBucket(double capacity, double perSecond)
{
    private double? _tokens;
    private DateTimeOffset? _last;

    public bool TryTake(DateTimeOffset now)
    {
        var elapsed = now - (_last ?? now);
        var tokens = Math.Min(capacity, (_tokens ?? capacity) + (elapsed.TotalSeconds * perSecond));
        _last = now;
        _tokens = tokens < 1 ? tokens : tokens - 1;
        return tokens >= 1;
    }
}
