using SreGym.Oci.Storage;

namespace SreGym.Oci.Registry;

/// <summary>A blob upload between its first and its last request; one request at a time.</summary>
internal sealed class UploadSession(string id, string repository, IBlobWriter writer) : IAsyncDisposable
{
    public string Id { get; } = id;

    public string Repository { get; } = repository;

    public IBlobWriter Writer { get; } = writer;

    public SemaphoreSlim Turn { get; } = new(1);

    /// <summary>Timestamp of its last request.</summary>
    public long LastUsed { get; set; }

    public bool IsClosed { get; private set; }

    public async ValueTask DisposeAsync()
    {
        IsClosed = true;
        await Writer.DisposeAsync();
    }
}
