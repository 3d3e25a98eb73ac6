namespace SreGym.Gateway.Sessions;

/// <summary>A token bucket: so many requests per second, so many at once.</summary>
internal sealed class RequestBudget(double perSecond, int burst, TimeProvider time)
{
    private readonly Lock _gate = new();
    private double _tokens = burst;
    private long _filledAt = time.GetTimestamp();

    /// <summary>Takes one request out of the budget.</summary>
    /// <param name="retryAfter">When refused: whole seconds until there is room again, at least one.</param>
    public bool TryTake(out int retryAfter)
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            _tokens = Math.Min(burst, _tokens + (time.GetElapsedTime(_filledAt, now).TotalSeconds * perSecond));
            _filledAt = now;
            if (_tokens >= 1)
            {
                _tokens--;
                retryAfter = 0;
                return true;
            }

            retryAfter = Math.Max(1, (int)Math.Ceiling((1 - _tokens) / perSecond));
            return false;
        }
    }
}
