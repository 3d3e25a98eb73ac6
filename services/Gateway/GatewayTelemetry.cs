using System.Diagnostics;

namespace SreGym.Gateway;

internal static class GatewayTelemetry
{
    public static ActivitySource Source { get; } = new("SreGym.Gateway");
}
