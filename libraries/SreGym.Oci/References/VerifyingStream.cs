using System.Security.Cryptography;

namespace SreGym.Oci.References;

/// <summary>
/// Passes content on and hashes it on the way. The end of the stream is only reached when length and digest are right;
/// otherwise the last read throws <see cref="DigestMismatchException"/>.
/// </summary>
public sealed class VerifyingStream : Stream
{
    private readonly Stream _inner;
    private readonly Digest _expected;
    private readonly long? _expectedLength;
    private readonly Action<int>? _onRead;
    private readonly IncrementalHash _hash;
    private long _read;
    private bool _isVerified;

    /// <param name="inner">The content; disposed with this stream.</param>
    /// <param name="expected">Digest the content must have.</param>
    /// <param name="expectedLength">Length it must have; null when unknown.</param>
    /// <param name="onRead">Told the count of bytes of each read; null for nobody.</param>
    public VerifyingStream(Stream inner, Digest expected, long? expectedLength = null, Action<int>? onRead = null)
    {
        ArgumentNullException.ThrowIfNull(expected);
        _inner = inner;
        _expected = expected;
        _expectedLength = expectedLength;
        _onRead = onRead;
        _hash = expected.StartHash();
    }

    /// <inheritdoc />
    public override bool CanRead => true;

    /// <inheritdoc />
    public override bool CanSeek => false;

    /// <inheritdoc />
    public override bool CanWrite => false;

    /// <inheritdoc />
    public override long Length => _expectedLength ?? throw new NotSupportedException();

    /// <inheritdoc />
    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc />
    public override int Read(Span<byte> buffer)
    {
        var count = _inner.Read(buffer);
        Account(buffer[..count], isEnd: count == 0 && buffer.Length > 0);
        return count;
    }

    /// <inheritdoc />
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc />
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await _inner.ReadAsync(buffer, cancellationToken);
        Account(buffer.Span[..count], isEnd: count == 0 && buffer.Length > 0);
        return count;
    }

    /// <inheritdoc />
    public override void Flush()
    {
    }

    /// <inheritdoc />
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hash.Dispose();
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Account(ReadOnlySpan<byte> content, bool isEnd)
    {
        _read += content.Length;
        if (_read > _expectedLength)
        {
            throw new DigestMismatchException($"{_expectedLength} bytes", $"more than {_expectedLength} bytes");
        }

        _hash.AppendData(content);
        if (content.Length > 0)
        {
            _onRead?.Invoke(content.Length);
        }

        // At the promised length it is known already whether the content is right: nobody gets the last piece of wrong content.
        if (!_isVerified && (isEnd || _read == _expectedLength))
        {
            Verify();
        }
    }

    private void Verify()
    {
        if (_expectedLength is { } length && _read != length)
        {
            throw new DigestMismatchException($"{length} bytes", $"{_read} bytes");
        }

        var actual = Digest.FromHash(_expected.Algorithm, _hash.GetHashAndReset());
        if (actual != _expected)
        {
            throw new DigestMismatchException(_expected.ToString(), actual.ToString());
        }

        _isVerified = true;
    }
}
