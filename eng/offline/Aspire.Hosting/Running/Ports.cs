using System.Net;
using System.Net.Sockets;

namespace Aspire.Hosting.Running;

/// <summary>
/// Loopback ports for processes that will bind them seconds later. They lie below the range systems take outgoing ports from, and hosts that
/// run side by side look in different places, so that a port is still free when it is used.
/// </summary>
internal static class Ports
{
    private const int First = 12_000;
    private const int Range = 18_000;
    private const int PerProcess = 97;

    private static int s_next = Environment.ProcessId * PerProcess % Range;

    /// <summary>Distinct free loopback ports; none is given twice.</summary>
    public static IReadOnlyList<int> TakeFree(int count) => [.. Enumerable.Range(0, count).Select(_ => TakeFree())];

    private static int TakeFree()
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
