using System.Collections.Concurrent;
using System.Security.Cryptography;
using SreGym.Oci.Storage;

namespace SreGym.Oci.Registry;

/// <summary>The open uploads of a volume. Abandoned ones end after an hour.</summary>
internal sealed class UploadSessions
{
    private const int Maximum = 1000;
    private static readonly TimeSpan s_idle = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, UploadSession> _open = new(StringComparer.Ordinal);
    private volatile bool _isClosed;

    /// <summary>True when the volume is gone: no upload starts any more.</summary>
    public bool IsClosed => _isClosed;

    /// <summary>A new upload; null when too many are open, or the volume is gone.</summary>
    public async Task<UploadSession?> StartAsync(string repository, IBlobStore store, TimeProvider time)
    {
        foreach (var idle in _open.Values.Where(upload => time.GetElapsedTime(upload.LastUsed) > s_idle))
        {
            await RemoveAsync(idle);
        }

        if (_open.Count >= Maximum || _isClosed)
        {
            return null;
        }

        // The id opens the upload: it must not be guessed.
        var id = new Guid(RandomNumberGenerator.GetBytes(16)).ToString();
        var started = new UploadSession(id, repository, store.StartWrite(id, repository)) { LastUsed = time.GetTimestamp() };
        Add(started);
        await EndIfClosedAsync(started);
        return started.IsClosed ? null : started;
    }

    public void Add(UploadSession upload) => _open[upload.Id] = upload;

    public UploadSession? Find(string repository, string id) =>
        _open.TryGetValue(id, out var upload) && upload.Repository == repository ? upload : null;

    public async Task RemoveAsync(UploadSession upload)
    {
        _open.TryRemove(upload.Id, out _);
        await upload.DisposeAsync();
    }

    /// <summary>Ends all uploads. One whose request is still coming in ends with that request.</summary>
    public async Task CloseAsync()
    {
        _isClosed = true;
        foreach (var upload in _open.Values)
        {
            await EndIfClosedAsync(upload);
        }
    }

    /// <summary>To be called after each turn: whoever comes last, the request or the end of the volume, ends the upload.</summary>
    public async Task EndIfClosedAsync(UploadSession upload)
    {
        if (_isClosed && await upload.Turn.WaitAsync(0))
        {
            await RemoveAsync(upload);
            upload.Turn.Release();
        }
    }
}
