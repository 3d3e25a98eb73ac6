using SreGym.AppHost.Options;

namespace Aspire.Hosting.Running;

/// <summary>The loopback ports of the host and its resources.</summary>
internal static class Ports
{
    private static readonly LoopbackPorts s_ports = new(first: 12_000, count: 18_000);

    /// <summary>Distinct free loopback ports; none is given twice.</summary>
    public static IReadOnlyList<int> TakeFree(int count) => [.. Enumerable.Range(0, count).Select(_ => s_ports.TakeFree())];
}
