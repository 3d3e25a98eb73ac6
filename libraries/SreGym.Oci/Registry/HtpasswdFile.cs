using System.Globalization;

namespace SreGym.Oci.Registry;

/// <summary>
/// Users and their bcrypt hashes, as <c>htpasswd -B</c> writes them. Lines with other hashes let nobody in, as in registry:2.
/// A comment <c># until 2026-01-31T12:00:00Z user</c> ends a user's access at that time; other registries skip it.
/// </summary>
public sealed class HtpasswdFile
{
    // Cost 10 hash of nothing anybody has: an unknown user costs the same time as a wrong password.
    private const string UnknownUserHash = "$2a$10$7EqJtq98hPqEX7fNZaFWoO5iC6s7r1pQmWmHfZ3yV1PzK0y8a1d6a";
    private const string Until = "# until ";

    private readonly Dictionary<string, string> _hashes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _until = new(StringComparer.Ordinal);

    private HtpasswdFile(string text)
    {
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (TryReadUntil(line, out var username, out var time))
            {
                _until[username] = time;
            }
            else if (colon > 0 && line[0] != '#' && IsBcrypt(line[(colon + 1)..]))
            {
                _hashes[line[..colon]] = line[(colon + 1)..];
            }
        }
    }

    /// <summary>Number of users that can log in, or could before their time was over.</summary>
    public int Count => _hashes.Count;

    /// <summary>Their names.</summary>
    public IReadOnlyCollection<string> Usernames => _hashes.Keys;

    /// <summary>Reads the text of an htpasswd file.</summary>
    public static HtpasswdFile Parse(string text) => new(text);

    /// <summary>One line for a user.</summary>
    /// <param name="username">User without a colon.</param>
    /// <param name="password">Password.</param>
    /// <param name="salt">bcrypt salt with its cost, e.g. from <c>BCrypt.GenerateSalt</c>; decides the hash.</param>
    public static string FormatLine(string username, string password, string salt) =>
        $"{username}:{BCrypt.Net.BCrypt.HashPassword(password, salt)}";

    /// <summary>A file's text with the lines of new users, while an old user may come in until a time. Users whose time is over are dropped.</summary>
    public static string Rotate(string text, string newLine, string oldUsername, DateTimeOffset until, DateTimeOffset now)
    {
        var file = Parse(text);
        var over = file._until.Where(entry => entry.Value <= now).Select(entry => entry.Key).Append(newLine.Split(':')[0]).ToHashSet();
        var kept = Lines(text).Where(line => !over.Contains(UsernameOf(line)) && !(TryReadUntil(line, out var ending, out _) && ending == oldUsername));
        return string.Join('\n', [.. kept, FormatEnd(oldUsername, until), newLine, ""]);
    }

    /// <summary>
    /// A file's text that lets a user in no more; that it did is noted. The same text when that was done before, null when the file never
    /// had the user.
    /// </summary>
    public static string? Revoke(string text, string username, DateTimeOffset now)
    {
        var file = Parse(text);
        var until = file.FindUntil(username);
        if (!file._hashes.ContainsKey(username))
        {
            return until is null ? null : text;
        }

        return string.Join('\n', [.. Lines(text).Where(line => UsernameOf(line) != username), FormatEnd(username, until < now ? until.Value : now), ""]);
    }

    /// <summary>When a user's access ends; null when it does not.</summary>
    public DateTimeOffset? FindUntil(string username) => _until.TryGetValue(username, out var until) ? until : null;

    /// <summary>True when the password is the user's. Takes tens of milliseconds: bcrypt is slow on purpose.</summary>
    /// <param name="username">User.</param>
    /// <param name="password">Password.</param>
    /// <param name="now">Time that ends the access of users who have one until then; null ends none.</param>
    public bool Accepts(string username, string password, DateTimeOffset? now = null)
    {
        var isKnown = _hashes.TryGetValue(username, out var hash) && !(FindUntil(username) <= now);
        try
        {
            return BCrypt.Net.BCrypt.Verify(password, hash ?? UnknownUserHash) && isKnown;
        }
        catch (BCrypt.Net.SaltParseException)
        {
            return false;
        }
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static string FormatEnd(string username, DateTimeOffset until) =>
        string.Create(CultureInfo.InvariantCulture, $"{Until}{until.ToUniversalTime():yyyy-MM-ddTHH:mm:ssZ} {username}");

    private static string UsernameOf(string line) =>
        TryReadUntil(line, out var username, out _) ? username : line.Split(':', 2)[0];

    private static bool TryReadUntil(string line, out string username, out DateTimeOffset until)
    {
        (username, until) = ("", default);
        var parts = line.StartsWith(Until, StringComparison.Ordinal) ? line[Until.Length..].Split(' ', 2) : [];
        if (parts.Length != 2
            || !DateTimeOffset.TryParse(parts[0], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out until))
        {
            return false;
        }

        username = parts[1];
        return true;
    }

    private static bool IsBcrypt(string hash) =>
        hash.Length == 60 && (hash.StartsWith("$2a$", StringComparison.Ordinal)
            || hash.StartsWith("$2b$", StringComparison.Ordinal) || hash.StartsWith("$2y$", StringComparison.Ordinal));
}
