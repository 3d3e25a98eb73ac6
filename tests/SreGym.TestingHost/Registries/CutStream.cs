using Microsoft.AspNetCore.Http;

namespace SreGym.TestingHost.Registries;

/// <summary>A body that ends too early, as when a connection breaks.</summary>
public sealed class CutStream : Stream
{
    private readonly Stream _inner;
    private readonly Action _cut;
    private long _left;

    private CutStream(Stream inner, long after, Action cut) => (_inner, _left, _cut) = (inner, after, cut);

    /// <inheritdoc />
    public override bool CanRead => true;

    /// <inheritdoc />
    public override bool CanSeek => false;

    /// <inheritdoc />
    public override bool CanWrite => true;

    /// <inheritdoc />
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc />
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Cuts the connection after so many bytes of the request's body were read.</summary>
    public static void CutRequest(HttpContext context, long after)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Request.Body = new CutStream(context.Request.Body, after, context.Abort);
    }

    /// <summary>Ends the answer after so many bytes of its body, whatever length it promised.</summary>
    public static void CutResponse(HttpContext context, long after)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Response.Body = new CutStream(context.Response.Body, after, () => { });
    }

    /// <inheritdoc />
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_left == 0)
        {
            _cut();
            throw new IOException("The connection was cut.");
        }

        var count = await _inner.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _left)], cancellationToken);
        _left -= count;
        return count;
    }

    /// <inheritdoc />
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var kept = buffer[..(int)Math.Min(buffer.Length, _left)];
        _left -= kept.Length;
        await _inner.WriteAsync(kept, cancellationToken);
    }

    /// <inheritdoc />
    public override Task FlushAsync(CancellationToken cancellationToken) => _inner.FlushAsync(cancellationToken);

    /// <inheritdoc />
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc />
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void Flush() => throw new NotSupportedException();

    /// <inheritdoc />
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void SetLength(long value) => throw new NotSupportedException();
}
