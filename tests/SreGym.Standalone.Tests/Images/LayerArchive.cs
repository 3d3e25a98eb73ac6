using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using SreGym.Oci.References;

namespace SreGym.Standalone.Tests.Images;

/// <summary>One layer of an image: files of this machine and texts, owned by root, the same bytes whenever the files are the same.</summary>
internal sealed class LayerArchive : IDisposable
{
    private const UnixFileMode Readable = (UnixFileMode)0b110_100_100;
    private const UnixFileMode Executable = (UnixFileMode)0b111_101_101;

    private readonly MemoryStream _content = new();
    private readonly TarWriter _tar;

    public LayerArchive() => _tar = new TarWriter(_content, TarEntryFormat.Pax, leaveOpen: true);

    /// <summary>A folder.</summary>
    /// <param name="path">Path without a leading slash.</param>
    /// <param name="owner">Number of the user and group it belongs to.</param>
    /// <param name="mode">Its mode; null for 0755.</param>
    public LayerArchive AddFolder(string path, int owner = 0, UnixFileMode? mode = null) =>
        Add(new PaxTarEntry(TarEntryType.Directory, path) { Uid = owner, Gid = owner, Mode = mode ?? Executable });

    /// <summary>A text file.</summary>
    public LayerArchive AddText(string path, string text)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return Add(new PaxTarEntry(TarEntryType.RegularFile, path) { DataStream = content, Mode = Readable });
    }

    /// <summary>A file of this machine, by its own path or another; links are followed.</summary>
    public LayerArchive AddFile(string source, string? path = null)
    {
        using var content = File.OpenRead(source);
        return Add(new PaxTarEntry(TarEntryType.RegularFile, (path ?? source).TrimStart('/')) { DataStream = content, Mode = Executable });
    }

    /// <summary>Every file below a folder of this machine, in the order of their names.</summary>
    public LayerArchive AddTree(string folder, string path)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            AddFile(file, $"{path}/{Path.GetRelativePath(folder, file)}");
        }

        return this;
    }

    /// <summary>A symbolic link.</summary>
    public LayerArchive AddLink(string path, string target) =>
        Add(new PaxTarEntry(TarEntryType.SymbolicLink, path) { LinkName = target, Mode = Executable });

    /// <summary>Digest of the archive, and the archive as gzip.</summary>
    public (Digest DiffId, byte[] Gzip) Complete()
    {
        _tar.Dispose();
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(_content.GetBuffer(), 0, (int)_content.Length);
        }

        return (Digest.Compute(_content.GetBuffer().AsSpan(0, (int)_content.Length)), output.ToArray());
    }

    public void Dispose()
    {
        _tar.Dispose();
        _content.Dispose();
    }

    private LayerArchive Add(PaxTarEntry entry)
    {
        entry.ModificationTime = DateTimeOffset.UnixEpoch;
        _tar.WriteEntry(entry);
        return this;
    }
}
