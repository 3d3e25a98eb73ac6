namespace SreGym.Simulation.Kubelet;

/// <summary>
/// Waiting times after failures, 10 s doubling to 300 s (client-go: util/flowcontrol/backoff.go). They are only looked at when a pod is
/// synced, so what is tried again comes later than the wait alone would say.
/// </summary>
internal sealed class BackOffTable<TKey>
    where TKey : notnull
{
    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(300);

    private readonly Dictionary<TKey, (TimeSpan Wait, DateTimeOffset Since)> _entries = [];

    /// <summary>Whether less than the wait has passed since the last failure.</summary>
    public bool IsWaiting(TKey key, DateTimeOffset now) => _entries.TryGetValue(key, out var entry) && now - entry.Since < entry.Wait;

    /// <summary>The current wait; zero before the first failure.</summary>
    public TimeSpan FindWait(TKey key) => _entries.TryGetValue(key, out var entry) ? entry.Wait : TimeSpan.Zero;

    /// <summary>Whether less than the wait has passed since the event; what happened long after the last failure starts over.</summary>
    public bool IsWaitingSince(TKey key, DateTimeOffset happened, DateTimeOffset now) =>
        _entries.TryGetValue(key, out var entry) && !IsStale(entry.Since, happened) && now - happened < entry.Wait;

    public void Failed(TKey key, DateTimeOffset now)
    {
        var wait = _entries.TryGetValue(key, out var entry) && !IsStale(entry.Since, now)
            ? TimeSpan.FromTicks(Math.Min(2 * entry.Wait.Ticks, s_longest.Ticks))
            : s_first;
        _entries[key] = (wait, now);
    }

    public void Forget(Func<TKey, bool> matches)
    {
        foreach (var key in _entries.Keys.Where(matches).ToList())
        {
            _entries.Remove(key);
        }
    }

    private static bool IsStale(DateTimeOffset since, DateTimeOffset now) => now - since > 2 * s_longest;
}
