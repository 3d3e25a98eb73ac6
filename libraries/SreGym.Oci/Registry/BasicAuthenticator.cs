using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace SreGym.Oci.Registry;

/// <summary>
/// HTTP basic authentication against an htpasswd file. Accepted credentials are remembered for a short while, so that bcrypt does not make
/// every request slow; what is remembered belongs to this file, and another file means another authenticator.
/// </summary>
public sealed class BasicAuthenticator : IDisposable
{
    private const string Scheme = "Basic ";
    private const int MaximumHeaderLength = 1024;
    private const int MaximumRemembered = 1024;
    private static readonly TimeSpan s_remembered = TimeSpan.FromMinutes(1);

    private readonly HtpasswdFile _users;
    private readonly TimeProvider _time;
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, (string User, DateTimeOffset Expires)> _accepted = new();
    private readonly SemaphoreSlim _oneHashAtATime = new(1);

    /// <param name="users">Who may log in.</param>
    /// <param name="realm">Realm of the challenge.</param>
    /// <param name="time">Clock of the memory.</param>
    public BasicAuthenticator(HtpasswdFile users, string realm, TimeProvider time)
    {
        _users = users;
        _time = time;
        Challenge = $"Basic realm=\"{realm.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
    }

    /// <summary>The <c>WWW-Authenticate</c> value for requests without accepted credentials.</summary>
    public string Challenge { get; }

    /// <summary>The user an <c>Authorization</c> header proves; null when it proves none.</summary>
    public async ValueTask<string?> FindUserAsync(string? authorization, CancellationToken cancellationToken)
    {
        if (authorization is null || authorization.Length > MaximumHeaderLength
            || !authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        // The memory keeps a keyed hash only: a dump of it gives nobody a password.
        var key = Convert.ToHexString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(authorization)));
        if (FindRemembered(key) is { } remembered)
        {
            return remembered;
        }

        if (ReadCredentials(authorization) is not (var username, var password))
        {
            return null;
        }

        await _oneHashAtATime.WaitAsync(cancellationToken);
        try
        {
            return FindRemembered(key) ?? Verify(key, username, password);
        }
        finally
        {
            _oneHashAtATime.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _oneHashAtATime.Dispose();

    private string? Verify(string key, string username, string password)
    {
        if (!_users.Accepts(username, password))
        {
            return null;
        }

        if (_accepted.Count >= MaximumRemembered)
        {
            _accepted.Clear();
        }

        _accepted[key] = (username, _time.GetUtcNow() + s_remembered);
        return username;
    }

    private string? FindRemembered(string key) =>
        _accepted.TryGetValue(key, out var entry) && entry.Expires > _time.GetUtcNow() ? entry.User : null;

    private static (string Username, string Password)? ReadCredentials(string authorization)
    {
        var encoded = authorization[Scheme.Length..].Trim();
        var buffer = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, buffer, out var count))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(buffer, 0, count);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon <= 0 ? null : (text[..colon], text[(colon + 1)..]);
    }
}
