using System.Net;
using System.Net.Sockets;

namespace Aspire.Hosting.Running;

internal static class Ports
{
    /// <summary>Distinct free loopback ports.</summary>
    public static IReadOnlyList<int> TakeFree(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        try
        {
            listeners.ForEach(listener => listener.Start());
            return [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            listeners.ForEach(listener => listener.Dispose());
        }
    }
}
