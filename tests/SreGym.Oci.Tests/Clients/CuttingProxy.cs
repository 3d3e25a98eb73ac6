using System.Net;
using System.Net.Sockets;

namespace SreGym.Oci.Tests.Clients;

/// <summary>Passes connections on to another port, and breaks the first ones that send a lot.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly int _target;
    private readonly long _after;
    private readonly Task _accepting;
    private int _left;

    /// <param name="target">Port to pass on to.</param>
    /// <param name="cuts">How many connections are broken.</param>
    /// <param name="after">After how many bytes that the client sent.</param>
    public CuttingProxy(int target, int cuts, long after)
    {
        (_target, _left, _after) = (target, cuts, after);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Cuts { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(PassAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        finally
        {
            await Task.WhenAll(connections).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        using var near = client;
        using var far = new TcpClient();
        await far.ConnectAsync(IPAddress.Loopback, _target, _stop.Token);
        var back = far.GetStream().CopyToAsync(near.GetStream(), _stop.Token);
        var buffer = new byte[16 * 1024];
        var sent = 0L;
        int count;
        while ((count = await near.GetStream().ReadAsync(buffer, _stop.Token)) > 0)
        {
            await far.GetStream().WriteAsync(buffer.AsMemory(0, count), _stop.Token);
            sent += count;
            if (sent > _after && Interlocked.Decrement(ref _left) >= 0)
            {
                Cuts++;
                return;
            }
        }

        await back;
    }
}
