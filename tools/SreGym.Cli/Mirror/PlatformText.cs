using SreGym.Oci.Content;

namespace SreGym.Cli.Mirror;

/// <summary>Platforms as they are written: <c>linux/amd64</c>, <c>linux/arm/v7</c>.</summary>
internal static class PlatformText
{
    public static Platform Parse(string text) => text.Split('/') switch
    {
        [{ Length: > 0 } os, { Length: > 0 } architecture] => new Platform { Os = os, Architecture = architecture },
        [{ Length: > 0 } os, { Length: > 0 } architecture, { Length: > 0 } variant] =>
            new Platform { Os = os, Architecture = architecture, Variant = variant },
        _ => throw new UsageException($"platform {text}: write os/architecture or os/architecture/variant, such as linux/amd64."),
    };
}
