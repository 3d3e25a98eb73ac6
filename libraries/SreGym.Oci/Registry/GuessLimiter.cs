namespace SreGym.Oci.Registry;

/// <summary>
/// Slows guessing, for each user and address and for each address. A try is charged before it is checked, so that many at once do not
/// slip through, and given back when it was right. For each of them one time is kept: when all its tries are paid back,
/// counted from when the limiter was made.
/// </summary>
internal sealed class GuessLimiter(AuthenticationLimits limits, TimeProvider time)
{
    private static readonly TimeSpan s_rounding = TimeSpan.FromMilliseconds(1);

    private readonly Dictionary<string, TimeSpan> _paidBack = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly long _start = time.GetTimestamp();

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _paidBack.Count;
            }
        }
    }

    /// <summary>Charges a try; not null, and nothing charged, when it must wait that long.</summary>
    public TimeSpan? Charge(string user, string address)
    {
        lock (_gate)
        {
            var now = time.GetElapsedTime(_start);
            if ((FindWait(UserKey(user, address), limits.Interval, now) ?? FindWait(address, AddressInterval, now)) is { } wait)
            {
                return wait;
            }

            MakeRoom(now);
            Add(UserKey(user, address), limits.Interval, now);
            Add(address, AddressInterval, now);
            return null;
        }
    }

    /// <summary>The try was right.</summary>
    public void GiveBack(string user, string address)
    {
        lock (_gate)
        {
            Subtract(UserKey(user, address), limits.Interval);
            Subtract(address, AddressInterval);
        }
    }

    private TimeSpan AddressInterval => limits.Interval / limits.UsersPerAddress;

    private static string UserKey(string user, string address) => $"{address}\n{user}";

    private TimeSpan? FindWait(string key, TimeSpan interval, TimeSpan now)
    {
        // Both have the same debt in time: an address pays back as many times faster as it has more tries.
        var wait = (_paidBack.TryGetValue(key, out var paidBack) ? paidBack - now : TimeSpan.Zero) + interval - (limits.Interval * limits.Burst);
        return wait > s_rounding ? wait : null;
    }

    private void Add(string key, TimeSpan interval, TimeSpan now)
    {
        var from = _paidBack.TryGetValue(key, out var paidBack) && paidBack > now ? paidBack : now;
        _paidBack[key] = from + interval;
    }

    private void Subtract(string key, TimeSpan interval)
    {
        if (_paidBack.TryGetValue(key, out var paidBack))
        {
            _paidBack[key] = paidBack - interval;
        }
    }

    private void MakeRoom(TimeSpan now)
    {
        if (_paidBack.Count + 2 <= limits.Remembered)
        {
            return;
        }

        foreach (var key in _paidBack.Where(entry => entry.Value <= now).Select(entry => entry.Key).ToList())
        {
            _paidBack.Remove(key);
        }

        foreach (var key in _paidBack.OrderBy(entry => entry.Value).Take(_paidBack.Count + 2 - (limits.Remembered / 2)).Select(entry => entry.Key).ToList())
        {
            _paidBack.Remove(key);
        }
    }
}
