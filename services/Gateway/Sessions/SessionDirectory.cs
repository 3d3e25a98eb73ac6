using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Grpc.Core;
using SreGym.Contracts;

namespace SreGym.Gateway.Sessions;

/// <summary>The open sessions, found by id or by what a participant presents.</summary>
internal sealed class SessionDirectory : IDisposable
{
    private readonly ConcurrentDictionary<string, Session> _byId = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Session> _byToken = new(StringComparer.Ordinal);

    /// <summary>Sessions are looked up by digest, so that the time a lookup takes says nothing about a token.</summary>
    public static string DigestOf(string token) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <exception cref="SreGymException">The id or the token is taken.</exception>
    public void Add(Session session)
    {
        if (!_byId.TryAdd(session.Id, session))
        {
            throw Taken($"Session '{session.Id}' is already open: close it first.");
        }

        if (!_byToken.TryAdd(session.TokenDigest, session))
        {
            _byId.TryRemove(session.Id, out _);
            throw Taken("The participant token is in use by another session: choose a fresh one.");
        }
    }

    public Session? FindByToken(string token) => _byToken.GetValueOrDefault(DigestOf(token));

    /// <exception cref="SreGymException">There is no such session.</exception>
    public Session Get(string id) => _byId.TryGetValue(id, out var session)
        ? session
        : throw new SreGymException(StatusCode.NotFound, ErrorReasons.UnknownSession, $"Session '{id}' is not open: open it first.");

    /// <summary>Closes the session; null when it was not open.</summary>
    public Session? Remove(string id)
    {
        if (!_byId.TryRemove(id, out var session))
        {
            return null;
        }

        _byToken.TryRemove(session.TokenDigest, out _);
        session.Dispose();
        return session;
    }

    public void Dispose()
    {
        foreach (var id in _byId.Keys)
        {
            Remove(id);
        }
    }

    private static SreGymException Taken(string message) => new(StatusCode.AlreadyExists, ErrorReasons.AlreadyExists, message);
}
