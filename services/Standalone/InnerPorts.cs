using System.Net;
using System.Net.Sockets;

namespace SreGym.Standalone;

/// <summary>Loopback ports that only this process uses; drawn at start.</summary>
internal sealed record InnerPorts(int Grpc, int Registry, int Clusters)
{
    public static InnerPorts Draw()
    {
        var listeners = Enumerable.Range(0, 3).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        try
        {
            foreach (var listener in listeners)
            {
                listener.Start();
            }

            var ports = listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port).ToArray();
            return new InnerPorts(ports[0], ports[1], ports[2]);
        }
        finally
        {
            foreach (var listener in listeners)
            {
                listener.Dispose();
            }
        }
    }
}
