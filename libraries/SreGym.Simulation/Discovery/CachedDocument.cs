using System.Security.Cryptography;

namespace SreGym.Simulation.Discovery;

/// <summary>An answer that does not change while the resources do not.</summary>
/// <param name="ContentType">Media type of the answer.</param>
/// <param name="Body">UTF-8 JSON.</param>
/// <param name="Hash">What the entity tag says between its quotes.</param>
public sealed record CachedDocument(string ContentType, ReadOnlyMemory<byte> Body, string Hash)
{
    /// <summary>A document whose hash is that of its content.</summary>
    public static CachedDocument Create(string contentType, ReadOnlyMemory<byte> body) =>
        new(contentType, body, Convert.ToHexString(SHA512.HashData(body.Span)));
}
