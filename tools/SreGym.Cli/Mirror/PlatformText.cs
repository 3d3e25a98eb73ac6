using SreGym.Oci.Content;

namespace SreGym.Cli.Mirror;

/// <summary>Platforms as they are written: <c>linux/amd64</c>, <c>linux/arm/v7</c>.</summary>
internal static class PlatformText
{
    public static Platform Parse(string text) => Platform.TryParse(text, out var platform)
        ? platform
        : throw new UsageException($"platform {text}: write os/architecture or os/architecture/variant, such as linux/amd64.");
}
