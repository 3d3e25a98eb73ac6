using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using SreGym.Oci.References;

namespace SreGym.Oci.Storage;

/// <summary>
/// Appends to a file of the uploads folder, hashing on the way, and renames it to its digest. The received segments are written as they
/// are, without a buffer of our own in between.
/// </summary>
internal sealed class DiskBlobWriter : IBlobWriter
{
    private const int ReadSize = 1024 * 1024;
    private const int NoSpace = 28;

    private readonly DiskBlobStore _store;
    private readonly string _path;
    private readonly string _ownerPath;
    private readonly SafeFileHandle _file;
    private readonly List<ReadOnlyMemory<byte>> _segments = [];
    private readonly IncrementalHash? _hash;

    public DiskBlobWriter(DiskBlobStore store, string path, string ownerPath, bool isResumed)
    {
        _store = store;
        _path = path;
        _ownerPath = ownerPath;
        _file = File.OpenHandle(path, isResumed ? FileMode.Open : FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
        Length = RandomAccess.GetLength(_file);
        // What an earlier process has hashed is lost with it: a resumed upload is hashed from the file, at its end.
        _hash = Length == 0 ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
    }

    public long Length { get; private set; }

    public async ValueTask WriteAsync(ReadOnlySequence<byte> content, CancellationToken cancellationToken)
    {
        if (content.IsEmpty)
        {
            return;
        }

        _segments.Clear();
        foreach (var segment in content)
        {
            _segments.Add(segment);
        }

        try
        {
            await RandomAccess.WriteAsync(_file, _segments, Length, cancellationToken);
        }
        catch (IOException full) when ((full.HResult & 0xFFFF) == NoSpace)
        {
            RandomAccess.SetLength(_file, Length);
            throw new StoreFullException($"The file system of {_store.Root} is full.", full);
        }

        foreach (var segment in _segments)
        {
            _hash?.AppendData(segment.Span);
        }

        Length += content.Length;
    }

    public async ValueTask<bool> CommitAsync(Digest expected, CancellationToken cancellationToken)
    {
        if (expected != await ComputeAsync(expected, cancellationToken))
        {
            return false;
        }

        RandomAccess.FlushToDisk(_file);
        _store.Publish(_path, expected);
        return true;
    }

    public ValueTask DisposeAsync()
    {
        if (!_file.IsClosed)
        {
            _file.Dispose();
            _hash?.Dispose();
            // Gone already when it was committed.
            File.Delete(_path);
            File.Delete(_ownerPath);
        }

        return ValueTask.CompletedTask;
    }

    private async Task<Digest> ComputeAsync(Digest expected, CancellationToken cancellationToken)
    {
        if (_hash is not null && expected.Algorithm == "sha256")
        {
            return Digest.FromHash("sha256", _hash.GetCurrentHash());
        }

        using var hash = expected.StartHash();
        var buffer = ArrayPool<byte>.Shared.Rent(ReadSize);
        try
        {
            for (var offset = 0L; offset < Length;)
            {
                var count = await RandomAccess.ReadAsync(_file, buffer.AsMemory(0, (int)Math.Min(buffer.Length, Length - offset)), offset, cancellationToken);
                if (count == 0)
                {
                    break;
                }

                hash.AppendData(buffer.AsSpan(0, count));
                offset += count;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return Digest.FromHash(expected.Algorithm, hash.GetHashAndReset());
    }
}
