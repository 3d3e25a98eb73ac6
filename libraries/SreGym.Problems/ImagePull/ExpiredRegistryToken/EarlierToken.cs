using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SreGym.Problems.Subjects;

namespace SreGym.Problems.ImagePull.ExpiredRegistryToken;

/// <summary>
/// The token that was good before another one. Tokens look as Amazon ECR's do: base64 of
/// <c>{"payload","datakey","version","type","expiration"}</c>, the expiration in seconds since 1970, so that whoever decodes one sees when
/// its time is over.
/// </summary>
internal static class EarlierToken
{
    /// <summary>A token of the same make, with another payload.</summary>
    /// <param name="token">The present one.</param>
    /// <param name="seed">Decides the payload.</param>
    /// <param name="expired">When its time was over.</param>
    /// <exception cref="SubjectStateException">The present one is none.</exception>
    public static string Of(string token, long seed, DateTimeOffset expired)
    {
        var content = Read(token);
        var length = content.Text("payload")?.Length ?? 0;
        content["payload"] = Draw(seed, length);
        content["expiration"] = expired.ToUnixTimeSeconds();
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(content.ToJsonString()));
    }

    private static JsonObject Read(string token)
    {
        try
        {
            return JsonNode.Parse(Convert.FromBase64String(token)) as JsonObject ?? throw NoToken(null);
        }
        catch (Exception error) when (error is FormatException or JsonException)
        {
            throw NoToken(error);
        }
    }

    private static string Draw(long seed, int length)
    {
        var key = SHA256.HashData(Encoding.UTF8.GetBytes($"{seed.ToString(CultureInfo.InvariantCulture)}/earlier-token"));
        return Convert.ToBase64String(HKDF.Expand(HashAlgorithmName.SHA256, key, length)).Replace('/', 'A').Replace('+', 'B')[..length];
    }

    private static SubjectStateException NoToken(Exception? error) => new(
        "The password in the pull secret is no token: provision the registry with a user that logs in by token.", error);
}
