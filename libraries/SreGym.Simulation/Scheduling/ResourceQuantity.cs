using System.Globalization;
using System.Text.Json.Nodes;

namespace SreGym.Simulation.Scheduling;

/// <summary>Kubernetes quantities such as <c>100m</c>, <c>1.5</c>, <c>2Gi</c> (apimachinery: pkg/api/resource/quantity.go).</summary>
internal static class ResourceQuantity
{
    private static readonly (string Suffix, decimal Factor)[] s_suffixes =
    [
        ("Ki", 1024m), ("Mi", 1048576m), ("Gi", 1073741824m), ("Ti", 1099511627776m), ("Pi", 1125899906842624m),
        ("n", 0.000000001m), ("u", 0.000001m), ("m", 0.001m), ("k", 1000m), ("M", 1000000m), ("G", 1000000000m), ("T", 1000000000000m),
    ];

    /// <summary>The amount; 0 for what is no quantity.</summary>
    public static decimal Parse(JsonNode? quantity)
    {
        var text = quantity?.ToString() ?? "";
        foreach (var (suffix, factor) in s_suffixes)
        {
            if (text.EndsWith(suffix, StringComparison.Ordinal))
            {
                return Number(text.AsSpan(0, text.Length - suffix.Length)) * factor;
            }
        }

        return Number(text);
    }

    private static decimal Number(ReadOnlySpan<char> text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
