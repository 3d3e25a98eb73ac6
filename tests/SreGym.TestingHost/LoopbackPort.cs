using SreGym.AppHost.Options;

namespace SreGym.TestingHost;

/// <summary>Ports of the loopback interface that nobody listens on right now.</summary>
public static class LoopbackPort
{
    private static readonly LoopbackPorts s_ports = new(first: 12_000, count: 18_000);

    /// <summary>One that is given nobody else in this process.</summary>
    public static int FindFree() => s_ports.TakeFree();
}
