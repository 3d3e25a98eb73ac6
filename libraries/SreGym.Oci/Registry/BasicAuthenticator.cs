using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace SreGym.Oci.Registry;

/// <summary>
/// HTTP basic authentication against an htpasswd file. Accepted credentials are remembered for a short while, so that bcrypt does not make
/// every request slow; what is remembered belongs to the file it was checked against, and is gone with it. Guessing is slowed.
/// </summary>
public sealed class BasicAuthenticator : IDisposable
{
    private const string Scheme = "Basic ";
    private const int MaximumHeaderLength = 1024;
    private const int MaximumRemembered = 4096;
    private static readonly TimeSpan s_remembered = TimeSpan.FromMinutes(1);

    private readonly TimeProvider _time;
    private readonly GuessLimiter _guesses;
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly SemaphoreSlim _hashes = new(Math.Max(1, Environment.ProcessorCount - 1));
    private volatile Checked _checked;

    /// <param name="users">Who may log in.</param>
    /// <param name="realm">Realm of the challenge.</param>
    /// <param name="time">Clock of the memory.</param>
    /// <param name="limits">How fast passwords can be guessed; the defaults when null.</param>
    public BasicAuthenticator(HtpasswdFile users, string realm, TimeProvider time, AuthenticationLimits? limits = null)
    {
        _checked = new Checked(users);
        _time = time;
        _guesses = new GuessLimiter(limits ?? new AuthenticationLimits(), time);
        Challenge = $"Basic realm=\"{realm.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
    }

    /// <summary>The <c>WWW-Authenticate</c> value for requests without accepted credentials.</summary>
    public string Challenge { get; }

    /// <summary>Other users from now on; forgets everything that was accepted before.</summary>
    public void Replace(HtpasswdFile users) => _checked = new Checked(users);

    /// <summary>The user an <c>Authorization</c> header proves.</summary>
    /// <param name="authorization">The header; null when there was none.</param>
    /// <param name="address">Where the request came from.</param>
    /// <param name="cancellationToken">Ends the wait for a turn.</param>
    public async ValueTask<AuthenticationResult> AuthenticateAsync(string? authorization, string address, CancellationToken cancellationToken)
    {
        if (authorization is null || authorization.Length > MaximumHeaderLength
            || !authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return default;
        }

        // The memory keeps a keyed hash only: a dump of it gives nobody a password.
        var key = Convert.ToHexString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(authorization)));
        if (FindRemembered(key) is { } remembered)
        {
            return new AuthenticationResult(remembered);
        }

        if (ReadCredentials(authorization) is not (var username, var password))
        {
            return default;
        }

        if (_guesses.Charge(username, address) is { } wait)
        {
            return new AuthenticationResult(null, wait);
        }

        await _hashes.WaitAsync(cancellationToken);
        try
        {
            var user = FindRemembered(key) ?? Verify(key, username, password);
            if (user is not null)
            {
                _guesses.GiveBack(username, address);
            }

            return new AuthenticationResult(user);
        }
        finally
        {
            _hashes.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _hashes.Dispose();

    private string? Verify(string key, string username, string password)
    {
        while (true)
        {
            var current = _checked;
            var now = _time.GetUtcNow();
            var isAccepted = current.Users.Accepts(username, password, now);
            if (current != _checked)
            {
                continue;
            }

            if (isAccepted)
            {
                Remember(current, key, username);
            }

            return isAccepted ? username : null;
        }
    }

    private void Remember(Checked current, string key, string username)
    {
        if (current.Accepted.Count >= MaximumRemembered)
        {
            current.Accepted.Clear();
        }

        current.Accepted[key] = (username, _time.GetTimestamp(), current.Users.FindUntil(username) ?? DateTimeOffset.MaxValue);
    }

    private string? FindRemembered(string key) =>
        _checked.Accepted.TryGetValue(key, out var entry) && _time.GetElapsedTime(entry.Since) < s_remembered && entry.Until > _time.GetUtcNow()
            ? entry.User
            : null;

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

    private sealed class Checked(HtpasswdFile users)
    {
        public HtpasswdFile Users { get; } = users;

        public ConcurrentDictionary<string, (string User, long Since, DateTimeOffset Until)> Accepted { get; } = new();
    }
}
