using SreGym.Oci.References;

namespace SreGym.Oci.Storage;

/// <summary>
/// Blobs in a folder: <c>blobs/&lt;algorithm&gt;/&lt;first two letters&gt;/&lt;hash&gt;</c>, and unfinished uploads in <c>uploads</c>.
/// A blob is written beside its place, flushed, verified and renamed, so that a process that is killed at any point leaves no half of one.
/// One process at a time: the folder is locked.
/// </summary>
public sealed class DiskBlobStore : IBlobStore, IDisposable
{
    private const int PrefixLength = 2;
    private const string OwnerEnd = ".owner";

    private readonly string _blobs;
    private readonly string _uploads;
    private readonly FileStream _lock;

    /// <param name="root">The folder; created when it is missing.</param>
    /// <exception cref="IOException">Another process uses the folder, or it cannot be written.</exception>
    public DiskBlobStore(string root)
    {
        Root = Path.GetFullPath(root);
        _blobs = Path.Combine(Root, "blobs");
        _uploads = Path.Combine(Root, "uploads");
        foreach (var folder in new[] { Root, _blobs, _uploads })
        {
            DurableFiles.CreateFolder(folder);
        }

        _lock = Lock();
    }

    /// <summary>The folder.</summary>
    public string Root { get; }

    /// <inheritdoc />
    public BlobLeases Leases { get; } = new();

    /// <inheritdoc />
    public long? FindSize(Digest digest)
    {
        var file = new FileInfo(PathOf(digest));
        return file.Exists ? file.Length : null;
    }

    /// <inheritdoc />
    public Stream? OpenRead(Digest digest)
    {
        try
        {
            return new FileStream(PathOf(digest), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, useAsync: true);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <inheritdoc />
    public IBlobWriter StartWrite(string id, string owner)
    {
        File.WriteAllText(OwnerPath(id), owner);
        return new DiskBlobWriter(this, UploadPath(id), OwnerPath(id), isResumed: false);
    }

    /// <summary>The uploads that an earlier process left unfinished, ready to go on; leftovers nobody can go on with are removed.</summary>
    public IReadOnlyList<(string Id, string Owner, IBlobWriter Writer)> ResumeWrites()
    {
        var resumed = new List<(string, string, IBlobWriter)>();
        foreach (var path in Directory.EnumerateFiles(_uploads).ToList())
        {
            var isOwner = path.EndsWith(OwnerEnd, StringComparison.Ordinal);
            var id = Path.GetFileName(isOwner ? path[..^OwnerEnd.Length] : path);
            if (!File.Exists(isOwner ? UploadPath(id) : OwnerPath(id)) || (!isOwner && new FileInfo(OwnerPath(id)).Length == 0))
            {
                File.Delete(path);
            }
            else if (!isOwner)
            {
                resumed.Add((id, File.ReadAllText(OwnerPath(id)), new DiskBlobWriter(this, path, OwnerPath(id), isResumed: true)));
            }
        }

        return resumed;
    }

    /// <inheritdoc />
    public bool Delete(Digest digest) => DurableFiles.Delete(PathOf(digest));

    /// <inheritdoc />
    public IReadOnlyCollection<Digest> List() =>
    [
        .. Directory.EnumerateDirectories(_blobs)
            .SelectMany(algorithm => Directory.EnumerateFiles(algorithm, "*", SearchOption.AllDirectories)
                .Select(file => Digest.TryParse($"{Path.GetFileName(algorithm)}:{Path.GetFileName(file)}", out var digest) ? digest : null))
            .OfType<Digest>(),
    ];

    /// <inheritdoc />
    public void Dispose() => _lock.Dispose();

    internal void Publish(string temporary, Digest digest)
    {
        var path = PathOf(digest);
        if (File.Exists(path))
        {
            File.Delete(temporary);
            return;
        }

        DurableFiles.Move(temporary, path);
    }

    private FileStream Lock()
    {
        var path = Path.Combine(Root, "lock");
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException taken)
        {
            throw new IOException($"The storage folder {Root} is in use by another process: stop it, or choose another folder.", taken);
        }
    }

    private string PathOf(Digest digest) => Path.Combine(_blobs, digest.Algorithm, digest.Hex[..PrefixLength], digest.Hex);

    private string UploadPath(string id) => Path.Combine(_uploads, id);

    private string OwnerPath(string id) => Path.Combine(_uploads, id + OwnerEnd);
}
