using System.Text.Json.Serialization;

namespace SreGym.Oci.Content;

/// <summary>What an image runs on (image-spec "Image Index").</summary>
public sealed record Platform
{
    /// <summary>CPU, as Go names it: <c>amd64</c>, <c>arm64</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary>Operating system, as Go names it.</summary>
    public required string Os { get; init; }

    /// <summary>Variant of the CPU, e.g. <c>v8</c>.</summary>
    public string? Variant { get; init; }

    /// <summary>Version of the operating system (Windows).</summary>
    [JsonPropertyName("os.version")]
    public string? OsVersion { get; init; }

    /// <inheritdoc />
    public override string ToString() => Variant is null ? $"{Os}/{Architecture}" : $"{Os}/{Architecture}/{Variant}";
}
