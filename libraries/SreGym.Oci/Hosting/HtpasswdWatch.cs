using SreGym.Oci.Registry;

namespace SreGym.Oci.Hosting;

/// <summary>An authenticator whose users are those of a file; a change counts from the next request on.</summary>
internal sealed class HtpasswdWatch(string path, TimeProvider time) : IDisposable
{
    private readonly Lock _gate = new();
    private (DateTime Written, long Length) _seen = Stat(path);

    public BasicAuthenticator Authenticator { get; } = new(HtpasswdFile.Parse(File.ReadAllText(path)), "Registry Realm", time);

    public void Refresh()
    {
        if (Stat(path) is var now && now == _seen)
        {
            return;
        }

        lock (_gate)
        {
            _seen = now;
            // A file that is gone lets nobody in.
            Authenticator.Replace(HtpasswdFile.Parse(File.Exists(path) ? File.ReadAllText(path) : ""));
        }
    }

    public void Dispose() => Authenticator.Dispose();

    private static (DateTime Written, long Length) Stat(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
    }
}
