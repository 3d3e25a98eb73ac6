namespace SreGym.Oci.Registry;

/// <summary>Users and their bcrypt hashes, as <c>htpasswd -B</c> writes them. Lines with other hashes let nobody in, as in registry:2.</summary>
public sealed class HtpasswdFile
{
    // Cost 10 hash of nothing anybody has: an unknown user costs the same time as a wrong password.
    private const string UnknownUserHash = "$2a$10$7EqJtq98hPqEX7fNZaFWoO5iC6s7r1pQmWmHfZ3yV1PzK0y8a1d6a";

    private readonly Dictionary<string, string> _hashes;

    private HtpasswdFile(Dictionary<string, string> hashes) => _hashes = hashes;

    /// <summary>Number of users that can log in.</summary>
    public int Count => _hashes.Count;

    /// <summary>Reads the text of an htpasswd file.</summary>
    public static HtpasswdFile Parse(string text)
    {
        var hashes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && line[0] != '#' && IsBcrypt(line[(colon + 1)..]))
            {
                hashes[line[..colon]] = line[(colon + 1)..];
            }
        }

        return new HtpasswdFile(hashes);
    }

    /// <summary>One line for a user.</summary>
    /// <param name="username">User without a colon.</param>
    /// <param name="password">Password.</param>
    /// <param name="salt">bcrypt salt with its cost, e.g. from <c>BCrypt.GenerateSalt</c>; decides the hash.</param>
    public static string FormatLine(string username, string password, string salt) =>
        $"{username}:{BCrypt.Net.BCrypt.HashPassword(password, salt)}";

    /// <summary>True when the password is the user's. Takes tens of milliseconds: bcrypt is slow on purpose.</summary>
    public bool Accepts(string username, string password)
    {
        var isKnown = _hashes.TryGetValue(username, out var hash);
        try
        {
            return BCrypt.Net.BCrypt.Verify(password, hash ?? UnknownUserHash) && isKnown;
        }
        catch (BCrypt.Net.SaltParseException)
        {
            return false;
        }
    }

    private static bool IsBcrypt(string hash) =>
        hash.Length == 60 && (hash.StartsWith("$2a$", StringComparison.Ordinal)
            || hash.StartsWith("$2b$", StringComparison.Ordinal) || hash.StartsWith("$2y$", StringComparison.Ordinal));
}
