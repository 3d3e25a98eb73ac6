using System.Globalization;
using SreGym.Oci.Registry;

namespace SreGym.RegistryMirror.Access;

/// <summary>
/// What the log of a distribution registry (<c>registry:2</c>, <c>registry:3</c>) says about its requests. A request has several lines that
/// share its id: <c>authorized request</c> when its credentials were accepted, <c>response completed</c> with the status. Reading a line twice
/// changes nothing.
/// </summary>
/// <param name="username">Name for accepted credentials: version 2 logs that they were, not whose.</param>
/// <param name="capacity">Requests kept; the oldest are dropped.</param>
internal sealed class DistributionLog(string username, int capacity = 20_000)
{
    private const string Authorized = "authorized request";
    private const string Completed = "response completed";

    private readonly Dictionary<string, AccessEntry> _entries = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();
    private readonly Lock _gate = new();

    /// <summary>Reads one line of the log of one container.</summary>
    public void Add(string instance, string line)
    {
        var fields = LogFields.Read(line);
        if (!fields.TryGetValue("http.request.id", out var id)
            || !fields.TryGetValue("msg", out var message)
            || !fields.TryGetValue("time", out var time)
            || !DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
        {
            return;
        }

        lock (_gate)
        {
            var entry = _entries.GetValueOrDefault(id) ?? Start(id, instance, at, fields);
            if (message == Authorized)
            {
                entry = entry with { Username = fields.GetValueOrDefault("auth.user.name", username) };
            }

            if (message.StartsWith(Completed, StringComparison.Ordinal)
                && int.TryParse(fields.GetValueOrDefault("http.response.status"), CultureInfo.InvariantCulture, out var status))
            {
                entry = entry with { Status = status, Time = at };
            }

            _entries[id] = entry;
        }
    }

    /// <summary>The answered requests since a time, oldest first.</summary>
    public IReadOnlyList<AccessEntry> List(DateTimeOffset since)
    {
        lock (_gate)
        {
            return [.. _entries.Values.Where(entry => entry.Status > 0 && entry.Time >= since).OrderBy(entry => entry.Time)];
        }
    }

    private AccessEntry Start(string id, string instance, DateTimeOffset at, IReadOnlyDictionary<string, string> fields)
    {
        if (_order.Count == capacity)
        {
            _entries.Remove(_order.Dequeue());
        }

        _order.Enqueue(id);
        var reference = fields.GetValueOrDefault("vars.reference", fields.GetValueOrDefault("vars.digest", ""));
        return new AccessEntry
        {
            Time = at,
            Username = "",
            Method = fields.GetValueOrDefault("http.request.method", ""),
            Repository = fields.GetValueOrDefault("vars.name", ""),
            Reference = reference,
            Digest = reference.StartsWith("sha256:", StringComparison.Ordinal) ? reference : "",
            Status = 0,
            UserAgent = fields.GetValueOrDefault("http.request.useragent", ""),
            Instance = instance,
        };
    }
}
