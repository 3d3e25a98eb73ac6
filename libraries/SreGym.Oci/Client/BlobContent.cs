using System.Buffers;
using System.Net;

namespace SreGym.Oci.Client;

/// <summary>A body of known length that is read once, in large pieces: while one is sent the next is read.</summary>
internal sealed class BlobContent(Stream content, long size) : HttpContent
{
    private const int PieceSize = 256 * 1024;

    protected override bool TryComputeLength(out long length)
    {
        length = size;
        return true;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var (current, next) = (ArrayPool<byte>.Shared.Rent(PieceSize), ArrayPool<byte>.Shared.Rent(PieceSize));
        try
        {
            var count = await content.ReadAsync(current, cancellationToken);
            while (count > 0)
            {
                var sending = stream.WriteAsync(current.AsMemory(0, count), cancellationToken).AsTask();
                try
                {
                    count = await content.ReadAsync(next, cancellationToken);
                }
                finally
                {
                    // The buffer belongs to the connection until it is sent.
                    await ((Task)sending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }

                await sending;
                (current, next) = (next, current);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(current);
            ArrayPool<byte>.Shared.Return(next);
        }
    }
}
