using System.Security.Cryptography;
using SreGym.Oci.Content;
using SreGym.Oci.References;

namespace SreGym.Oci.Mirroring;

/// <summary>
/// The content of a blob, hashed on the way. A broken connection is taken up again where it broke; wrong content is noticed before its last
/// piece is passed on. It can be read again from an earlier byte: what has been hashed is not hashed twice.
/// </summary>
internal sealed class SourceBlob : Stream
{
    private readonly ImageCopy _copy;
    private readonly Descriptor _blob;
    private readonly Digest _digest;
    private readonly Retry _retry;
    private readonly RangeReaders _ranges;
    private readonly Action<int> _onRead;
    private readonly IncrementalHash _hash;
    private Stream? _inner;
    private SourceRate? _rate;
    private long _position;
    private long _hashed;
    private int _failures;
    private bool _isUndivided;

    public SourceBlob(ImageCopy copy, Descriptor blob, Retry retry, RangeReaders ranges, Action<int> onRead)
    {
        (_copy, _blob, _retry, _ranges, _onRead) = (copy, blob, retry, ranges, onRead);
        _digest = Digest.Parse(blob.Digest);
        _hash = _digest.StartHash();
    }

    /// <summary>Why the source could not be read; null as long as it can. Whoever sends the content sees a broken request only.</summary>
    public Exception? Failure { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => _blob.Size;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    /// <summary>Asks the source now, so that the answer is on its way when the content is wanted.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (_inner is null && _blob.Size > 0)
        {
            _inner = await _retry.RunAsync(() => _copy.Source.OpenBlobAsync(_blob, _position, null, cancellationToken), cancellationToken);
            _rate = _ranges.Measure(_copy.Source);
        }
    }

    /// <summary>Goes on from another byte, at most as far as has been read.</summary>
    public async Task GoToAsync(long position)
    {
        if (position != _position)
        {
            await CloseAsync();
            _position = position;
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            try
            {
                var count = await ReadPieceAsync(buffer, cancellationToken);
                Account(buffer.Span[..count]);
                return count;
            }
            catch (NotSupportedException) when (!_isUndivided)
            {
                await CloseAsync();
                _isUndivided = true;
            }
            catch (Exception error) when (IsBroken(error, cancellationToken) && ++_failures < _retry.Attempts)
            {
                await CloseAsync();
                await _retry.WaitAsync(_failures, error, cancellationToken);
            }
            catch (Exception error)
            {
                Failure ??= IsBroken(error, cancellationToken) ? new AttemptsExhaustedException(_failures, error, _copy.Source.Name) : error;
                throw;
            }
        }
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
        await CloseAsync();
        _hash.Dispose();
        await base.DisposeAsync();
    }

    private async Task<int> ReadPieceAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_position == _blob.Size)
        {
            Verify();
            return 0;
        }

        if (!_isUndivided && _rate?.IsSlow(_blob.Size - _position) == true)
        {
            // Many connections are faster than one where the way is long or lossy.
            await CloseAsync();
            _inner = _ranges.Open(_copy.Source, _blob, _position, _retry);
        }

        _inner ??= await _copy.Source.OpenBlobAsync(_blob, _position, null, cancellationToken);
        var wanted = (int)Math.Min(buffer.Length, _blob.Size - _position);
        var count = await _inner.ReadAsync(buffer[..wanted], cancellationToken);
        return count > 0
            ? count
            : throw new EndOfStreamException($"the source ended a blob of {_blob.Size} bytes after {_position}");
    }

    private void Account(ReadOnlySpan<byte> piece)
    {
        if (piece.Length == 0)
        {
            return;
        }

        var known = (int)Math.Min(Math.Max(_hashed - _position, 0), piece.Length);
        _hash.AppendData(piece[known..]);
        _position += piece.Length;
        _hashed = Math.Max(_hashed, _position);
        _failures = 0;
        _rate?.Add(piece.Length);
        if (_position == _blob.Size)
        {
            Verify();
        }

        _onRead(piece.Length);
    }

    private void Verify()
    {
        if (_hashed == _blob.Size && Digest.FromHash(_digest.Algorithm, _hash.GetCurrentHash()) is var actual && actual != _digest)
        {
            throw new DigestMismatchException(_digest.ToString(), actual.ToString());
        }
    }

    private async Task CloseAsync()
    {
        if (_inner is not null)
        {
            await _inner.DisposeAsync();
        }

        (_inner, _rate) = (null, null);
    }

    private static bool IsBroken(Exception error, CancellationToken cancellationToken) =>
        error is not DigestMismatchException && Retry.IsTransient(error, cancellationToken);
}
