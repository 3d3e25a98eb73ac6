using System.Text.Json.Serialization;

namespace SreGym.Oci.Client;

/// <summary>The answer of a token server (distribution "Token Authentication Specification").</summary>
internal sealed record TokenAnswer
{
    public string? Token { get; init; }

    [JsonPropertyName("access_token")]
    public string? AccessToken { get; init; }

    [JsonPropertyName("expires_in")]
    public int? ExpiresIn { get; init; }
}
