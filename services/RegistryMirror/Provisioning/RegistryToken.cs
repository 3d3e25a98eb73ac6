using System.Text;
using System.Text.Json;

namespace SreGym.RegistryMirror.Provisioning;

/// <summary>
/// A password of the make of Amazon ECR's <c>GetAuthorizationToken</c>: opaque base64 that decodes to
/// <c>{"payload","datakey","version","type","expiration"}</c>, with the expiration in seconds since 1970. Only bcrypt's first 72 bytes decide whether a
/// registry with an htpasswd file accepts it: the payload stands in them, the expiration does not.
/// </summary>
internal static class RegistryToken
{
    public const string Username = "AWS";
    public const int PayloadLength = 240;
    public const int DataKeyLength = 96;

    public static TimeSpan Lifetime { get; } = TimeSpan.FromHours(12);

    /// <summary>The token with these contents.</summary>
    public static string Write(string payload, string dataKey, DateTimeOffset expiration) => Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(
        new { payload, datakey = dataKey, version = "2", type = "DATA_KEY", expiration = expiration.ToUnixTimeSeconds() }));

    /// <summary>When a token's time is over; null when the text is no token.</summary>
    public static DateTimeOffset? FindExpiration(ReadOnlySpan<byte> token)
    {
        try
        {
            using var content = JsonDocument.Parse(Convert.FromBase64String(Encoding.UTF8.GetString(token)));
            return content.RootElement.ValueKind == JsonValueKind.Object && content.RootElement.TryGetProperty("expiration", out var expiration)
                ? DateTimeOffset.FromUnixTimeSeconds(expiration.GetInt64())
                : null;
        }
        catch (Exception none) when (none is FormatException or JsonException or InvalidOperationException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }
}
