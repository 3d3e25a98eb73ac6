using System.Text.Json.Serialization;

namespace SreGym.Oci.Content;

/// <summary>One step of the build of an image.</summary>
public sealed record HistoryEntry
{
    /// <summary>RFC 3339 time.</summary>
    public string? Created { get; init; }

    /// <summary>The command.</summary>
    [JsonPropertyName("created_by")]
    public string? CreatedBy { get; init; }

    /// <summary>True when the step made no layer.</summary>
    [JsonPropertyName("empty_layer")]
    public bool? EmptyLayer { get; init; }
}
