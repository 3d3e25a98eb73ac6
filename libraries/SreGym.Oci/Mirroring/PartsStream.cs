using System.Buffers;
using System.Threading.Channels;

namespace SreGym.Oci.Mirroring;

/// <summary>Reads a blob in parts, several at a time, and gives them out in order. A slot is held from asking for a part until it is used up.</summary>
internal sealed class PartsStream : Stream
{
    private const int PartSize = 512 * 1024;

    private readonly SemaphoreSlim _slots;
    private readonly Func<long, long, CancellationToken, Task<Stream>> _open;
    private readonly Retry _retry;
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<Task<(byte[] Buffer, int Count)>> _parts = Channel.CreateUnbounded<Task<(byte[], int)>>();
    private readonly Task _asking;
    private (byte[] Buffer, int Count)? _current;
    private int _used;

    public PartsStream(SemaphoreSlim slots, long size, long from, Func<long, long, CancellationToken, Task<Stream>> open, Retry retry)
    {
        (_slots, _open, _retry) = (slots, open, retry);
        _asking = AskAsync(from, size);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_current is null)
        {
            if (!await _parts.Reader.WaitToReadAsync(cancellationToken) || !_parts.Reader.TryPeek(out var next))
            {
                return 0;
            }

            _current = await next.WaitAsync(cancellationToken);
            _parts.Reader.TryRead(out _);
            _used = 0;
        }

        var (bytes, length) = _current.Value;
        var count = Math.Min(buffer.Length, length - _used);
        bytes.AsSpan(_used, count).CopyTo(buffer.Span);
        _used += count;
        if (_used == length)
        {
            Release();
        }

        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _asking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_current is not null)
        {
            Release();
        }

        while (_parts.Reader.TryRead(out var part))
        {
            await ((Task)part).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (part.IsCompletedSuccessfully)
            {
                ArrayPool<byte>.Shared.Return(part.Result.Buffer);
            }

            _slots.Release();
        }

        _stop.Dispose();
        await base.DisposeAsync();
    }

    // Slots are taken in the order of the parts, so that the part that is wanted next always has one.
    private async Task AskAsync(long from, long size)
    {
        try
        {
            for (var first = from; first < size; first += PartSize)
            {
                await _slots.WaitAsync(_stop.Token);
                var count = (int)Math.Min(PartSize, size - first);
                _parts.Writer.TryWrite(FetchAsync(first, count));
            }
        }
        finally
        {
            _parts.Writer.TryComplete();
        }
    }

    private async Task<(byte[] Buffer, int Count)> FetchAsync(long first, int count)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(count);
        try
        {
            await _retry.RunAsync(
                async () =>
                {
                    await using var part = await _open(first, first + count - 1, _stop.Token);
                    await part.ReadExactlyAsync(buffer.AsMemory(0, count), _stop.Token);
                    return true;
                },
                _stop.Token);
            return (buffer, count);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    private void Release()
    {
        ArrayPool<byte>.Shared.Return(_current!.Value.Buffer);
        _current = null;
        _slots.Release();
    }
}
