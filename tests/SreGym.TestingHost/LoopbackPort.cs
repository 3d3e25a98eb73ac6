using System.Net;
using System.Net.Sockets;

namespace SreGym.TestingHost;

/// <summary>Ports of the loopback interface that nobody listens on right now.</summary>
/// <remarks>
/// They lie below the range systems take outgoing ports from, and none is given twice, so that a port is still free when it is used.
/// </remarks>
public static class LoopbackPort
{
    private const int First = 12_000;
    private const int Range = 18_000;

    private static int s_next = Environment.ProcessId * 97 % Range;

    public static int FindFree()
    {
        while (true)
        {
            var port = First + (Interlocked.Increment(ref s_next) % Range);
            try
            {
                using var probe = new TcpListener(IPAddress.Loopback, port);
                probe.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody else's; the next one will do.
            }
        }
    }
}
