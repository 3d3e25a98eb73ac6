using System.Buffers;
using System.Net.WebSockets;

namespace SreGym.RegistryMirror.Forwarding;

/// <summary>
/// One TCP connection carried over the API server's port-forward (WebSocket, <c>v4.channel.k8s.io</c>): channel 0 is data, channel 1 errors;
/// the first message of each channel holds the port's two bytes.
/// </summary>
internal static class ForwardedConnection
{
    private const byte DataChannel = 0;
    private const byte ErrorChannel = 1;
    private const int ChunkSize = 32 * 1024;
    private const int PortBytes = 2;

    /// <summary>Carries bytes in both directions until either side has ended.</summary>
    /// <exception cref="IOException">The pod's side refused the connection.</exception>
    public static async Task RunAsync(Stream local, WebSocket remote, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var up = SendAsync(local, remote, ended.Token);
        var down = ReceiveAsync(local, remote, ended.Token);
        try
        {
            await await Task.WhenAny(up, down);
        }
        finally
        {
            await ended.CancelAsync();
            await Task.WhenAll(up, down).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task SendAsync(Stream local, WebSocket remote, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ChunkSize + 1);
        try
        {
            buffer[0] = DataChannel;
            while (await local.ReadAsync(buffer.AsMemory(1, ChunkSize), cancellationToken) is var count and > 0)
            {
                await remote.SendAsync(buffer.AsMemory(0, count + 1), WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task ReceiveAsync(Stream local, WebSocket remote, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ChunkSize);
        int[] portBytesLeft = [PortBytes, PortBytes];
        try
        {
            while (true)
            {
                var part = await remote.ReceiveAsync(buffer.AsMemory(0, ChunkSize), cancellationToken);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    return;
                }

                if (part.Count == 0)
                {
                    continue;
                }

                var (channel, start) = (buffer[0], 1);
                while (true)
                {
                    await DeliverAsync(local, channel, buffer.AsMemory(start, part.Count - start), portBytesLeft, cancellationToken);
                    if (part.EndOfMessage)
                    {
                        break;
                    }

                    part = await remote.ReceiveAsync(buffer.AsMemory(0, ChunkSize), cancellationToken);
                    start = 0;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async ValueTask DeliverAsync(
        Stream local, byte channel, ReadOnlyMemory<byte> bytes, int[] portBytesLeft, CancellationToken cancellationToken)
    {
        if (channel > ErrorChannel)
        {
            return;
        }

        var skipped = Math.Min(portBytesLeft[channel], bytes.Length);
        portBytesLeft[channel] -= skipped;
        var content = bytes[skipped..];
        if (content.IsEmpty)
        {
            return;
        }

        if (channel == ErrorChannel)
        {
            throw new IOException($"The pod's side ended the connection: {System.Text.Encoding.UTF8.GetString(content.Span)}");
        }

        await local.WriteAsync(content, cancellationToken);
    }
}
