using System.Net;
using System.Net.Sockets;

namespace SreGym.TestingHost;

/// <summary>Ports of the loopback interface that nobody listens on right now.</summary>
public static class LoopbackPort
{
    public static int FindFree()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
