using System.Net;
using System.Net.Sockets;

namespace SreGym.AppHost.Options;

/// <summary>
/// Loopback ports for processes that will bind them seconds later. They lie below the range systems take outgoing ports from (32,768 and
/// above), none is given twice, and processes that run side by side look in different places, so that a port is still free when it is used.
/// </summary>
/// <param name="first">The lowest.</param>
/// <param name="count">How many there are.</param>
internal sealed class LoopbackPorts(int first, int count)
{
    private const int PerProcess = 97;

    private int _next = Environment.ProcessId * PerProcess % count;

    public int TakeFree()
    {
        while (true)
        {
            var port = first + (Interlocked.Increment(ref _next) % count);
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
