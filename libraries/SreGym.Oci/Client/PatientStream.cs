using System.Buffers;

namespace SreGym.Oci.Client;

/// <summary>The body of an answer, read piece by piece: each must come in time.</summary>
internal sealed class PatientStream(HttpResponseMessage response, Stream inner, RegistryClientOptions options) : Stream
{
    private const int SkipBuffer = 64 * 1024;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Reads bytes that nobody wants.</summary>
    public async Task SkipAsync(long count, CancellationToken cancellationToken)
    {
        if (count == 0)
        {
            return;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(SkipBuffer);
        try
        {
            while (count > 0)
            {
                var read = await ReadAsync(buffer.AsMemory(0, (int)Math.Min(count, buffer.Length)), cancellationToken);
                count = read > 0 ? count - read : throw new EndOfStreamException("the registry sent less than it has sent before.");
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // Most reads find their bytes there already and need no clock.
        var read = inner.ReadAsync(buffer, cancellationToken);
        return read.IsCompleted ? read : WaitAsync(read.AsTask(), cancellationToken);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
            response.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask<int> WaitAsync(Task<int> read, CancellationToken cancellationToken)
    {
        try
        {
            return await read.WaitAsync(options.Timeout, options.Time, cancellationToken);
        }
        catch (TimeoutException error)
        {
            // The connection goes before the buffer is let go of: nothing may be written into it any more.
            response.Dispose();
            await ((Task)read).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw new IOException($"the registry stalls: nothing came for {options.Timeout.TotalSeconds} s", error);
        }
    }
}
