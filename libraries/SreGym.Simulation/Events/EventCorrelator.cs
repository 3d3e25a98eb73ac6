namespace SreGym.Simulation.Events;

/// <summary>
/// What client-go's event correlator does before an event is written: similar events are merged after ten different messages,
/// repeats are counted, and a source that talks too much about one object is held back. Held-back events are still counted,
/// so the next write that gets through jumps.
/// </summary>
/// <param name="spamKeyHasType">Newer kubelets give each type of event a budget of its own.</param>
internal sealed class EventCorrelator(bool spamKeyHasType)
{
    private const int SimilarMessages = 10;
    private const double SpamBurst = 25;
    private const double SpamRefillPerSecond = 1.0 / 300;
    private static readonly TimeSpan s_similarWindow = TimeSpan.FromMinutes(10);

    private readonly Dictionary<(string Uid, string Type, string Reason), SimilarEvents> _similar = [];
    private readonly Dictionary<(string Uid, string? FieldPath, string Type, string Reason, string Message), ObservedEvent> _observed = [];
    private readonly Dictionary<(string Uid, string Type), TokenBucket> _spam = [];
    private readonly Dictionary<(string Uid, string Type, string Reason), int> _ordinals = [];

    /// <summary>The write this event leads to, or null when it is held back.</summary>
    public ObservedEvent? Observe(InvolvedObject involved, string type, string reason, string message, DateTimeOffset now)
    {
        var merged = Merge(involved, type, reason, message, now);
        var key = (involved.Uid, merged is null ? involved.FieldPath : "", type, reason, merged is null ? message : "");
        var count = _observed.TryGetValue(key, out var previous) ? previous.Count + 1 : 1;
        var observed = new ObservedEvent(previous?.Name, count, previous?.First ?? now, now, merged ?? message);
        _observed[key] = observed;
        return Bucket(involved.Uid, type).TryTake(now) ? observed : null;
    }

    /// <summary>Remembers under which name the event was written, so that the next repeat updates it.</summary>
    public void Written(InvolvedObject involved, string type, string reason, string message, string name)
    {
        foreach (var key in new[] { (involved.Uid, involved.FieldPath, type, reason, message), (involved.Uid, "", type, reason, "") })
        {
            if (_observed.TryGetValue(key, out var observed) && observed.Name is null)
            {
                _observed[key] = observed with { Name = name };
            }
        }
    }

    /// <summary>The number of the next event object of this type and reason about the object, from 0.</summary>
    public int TakeOrdinal(InvolvedObject involved, string type, string reason)
    {
        var key = (involved.Uid, type, reason);
        var ordinal = _ordinals.GetValueOrDefault(key);
        _ordinals[key] = ordinal + 1;
        return ordinal;
    }

    /// <summary>Drops what is known about an object that is gone.</summary>
    public void Forget(string uid)
    {
        Remove(_similar, key => key.Uid == uid);
        Remove(_observed, key => key.Uid == uid);
        Remove(_spam, key => key.Uid == uid);
        Remove(_ordinals, key => key.Uid == uid);
    }

    private string? Merge(InvolvedObject involved, string type, string reason, string message, DateTimeOffset now)
    {
        var key = (involved.Uid, type, reason);
        if (!_similar.TryGetValue(key, out var similar) || now - similar.Last > s_similarWindow)
        {
            _similar[key] = similar = new SimilarEvents();
        }

        similar.Last = now;
        if (similar.Messages.Contains(message) || similar.Messages.Count < SimilarMessages - 1)
        {
            similar.Messages.Add(message);
            return null;
        }

        return $"(combined from similar events): {message}";
    }

    private TokenBucket Bucket(string uid, string type)
    {
        var key = (uid, spamKeyHasType ? type : "");
        if (!_spam.TryGetValue(key, out var bucket))
        {
            _spam[key] = bucket = new TokenBucket(SpamBurst, SpamRefillPerSecond);
        }

        return bucket;
    }

    private static void Remove<TKey, TValue>(Dictionary<TKey, TValue> map, Func<TKey, bool> matches)
        where TKey : notnull
    {
        foreach (var key in map.Keys.Where(matches).ToList())
        {
            map.Remove(key);
        }
    }

    private sealed class SimilarEvents
    {
        public HashSet<string> Messages { get; } = new(StringComparer.Ordinal);

        public DateTimeOffset Last { get; set; }
    }
}
