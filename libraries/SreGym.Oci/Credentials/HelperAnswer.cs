using System.Text.Json.Serialization;

namespace SreGym.Oci.Credentials;

/// <summary>What a credential helper prints.</summary>
internal sealed record HelperAnswer
{
    [JsonPropertyName("Username")]
    public string? Username { get; init; }

    [JsonPropertyName("Secret")]
    public string? Secret { get; init; }

    public override string ToString() => nameof(HelperAnswer);
}
