using System.Diagnostics.CodeAnalysis;
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

    /// <summary>Reads <c>os/architecture</c> or <c>os/architecture/variant</c>, such as <c>linux/arm/v7</c>.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Platform? platform)
    {
        ArgumentNullException.ThrowIfNull(text);
        platform = text.Split('/') switch
        {
            [{ Length: > 0 } os, { Length: > 0 } architecture] => new Platform { Os = os, Architecture = architecture },
            [{ Length: > 0 } os, { Length: > 0 } architecture, { Length: > 0 } variant] =>
                new Platform { Os = os, Architecture = architecture, Variant = variant },
            _ => null,
        };
        return platform is not null;
    }

    /// <inheritdoc />
    public override string ToString() => Variant is null ? $"{Os}/{Architecture}" : $"{Os}/{Architecture}/{Variant}";
}
