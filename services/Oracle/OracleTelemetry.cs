using System.Diagnostics;

namespace SreGym.Oracle;

/// <summary>Spans of checks.</summary>
internal static class OracleTelemetry
{
    public static ActivitySource Source { get; } = new("SreGym.Oracle");
}
