using System.Net.Sockets;
using System.Text;

namespace SreGym.Oci.Tests.Registry.Hostile;

/// <summary>HTTP by hand, for what no client library would send.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly TcpClient _tcp = new();
    private NetworkStream? _stream;

    public static async Task<RawConnection> OpenAsync(Uri address)
    {
        var connection = new RawConnection();
        await connection._tcp.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
        connection._stream = connection._tcp.GetStream();
        return connection;
    }

    public Task SendAsync(string text) =>
        _stream!.WriteAsync(Encoding.Latin1.GetBytes(text), TestContext.Current.CancellationToken).AsTask();

    /// <summary>Says that nothing more comes.</summary>
    public void EndSending() => _tcp.Client.Shutdown(SocketShutdown.Send);

    /// <summary>Everything until the other side closes.</summary>
    public async Task<string> ReadToEndAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        var (answer, buffer) = (new StringBuilder(), new byte[4096]);
        try
        {
            while (await _stream!.ReadAsync(buffer, limit.Token) is var count && count > 0)
            {
                answer.Append(Encoding.Latin1.GetString(buffer, 0, count));
            }
        }
        catch (IOException)
        {
            // The other side has closed without reading the rest of what we sent.
        }

        return answer.ToString();
    }

    public void Dispose() => _tcp.Dispose();
}
