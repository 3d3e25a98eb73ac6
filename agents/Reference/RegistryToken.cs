using System.Text.Json;

namespace SreGym.Agents.Reference;

/// <summary>What a token as Amazon ECR's says about itself: it is base64 of a JSON object with the time it ends at.</summary>
internal static class RegistryToken
{
    /// <summary>When a token's time is over; null when the password is no such token.</summary>
    public static DateTimeOffset? FindExpiration(string password)
    {
        try
        {
            using var content = JsonDocument.Parse(Convert.FromBase64String(password));
            return content.RootElement.ValueKind == JsonValueKind.Object
                && content.RootElement.TryGetProperty("expiration", out var expiration)
                && expiration.TryGetInt64(out var seconds)
                    ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                    : null;
        }
        catch (Exception none) when (none is FormatException or JsonException or InvalidOperationException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }
}
