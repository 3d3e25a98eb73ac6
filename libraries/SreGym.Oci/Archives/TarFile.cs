using System.Formats.Tar;
using SreGym.Oci.References;

namespace SreGym.Oci.Archives;

/// <summary>Where the entries of a tar lie, so that they can be read in any order and in parallel.</summary>
internal sealed class TarFile
{
    private const int MaximumTextSize = 4 * 1024 * 1024;
    private const int MaximumLinks = 8;

    private readonly string _path;
    private readonly Dictionary<string, (long Start, long Length)> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _links = new(StringComparer.Ordinal);

    private TarFile(string path) => _path = path;

    /// <exception cref="FormatException">It is no tar.</exception>
    public static TarFile Open(string path)
    {
        var tar = new TarFile(path);
        using var file = File.OpenRead(path);
        try
        {
            using var reader = new TarReader(file);
            while (reader.GetNextEntry() is { } entry)
            {
                tar.Add(entry);
            }
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw new FormatException($"{path} is not a tar, or a compressed one: unpack it first (gunzip). {error.Message}", error);
        }

        return tar;
    }

    public long Size(string name) => Locate(name).Length;

    /// <summary>The content of an entry from a byte on. The caller disposes it.</summary>
    public Stream OpenEntry(string name, long from)
    {
        var (start, length) = Locate(name);
        return new FileWindow(_path, start + from, length - from);
    }

    public byte[] ReadAll(string name)
    {
        if (Size(name) > MaximumTextSize)
        {
            throw new FormatException($"{_path}: {name} is larger than {MaximumTextSize} bytes.");
        }

        using var content = OpenEntry(name, 0);
        using var buffer = new MemoryStream();
        content.CopyTo(buffer);
        return buffer.ToArray();
    }

    public bool StartsWith(string name, ReadOnlySpan<byte> bytes)
    {
        using var content = OpenEntry(name, 0);
        Span<byte> start = stackalloc byte[bytes.Length];
        return content.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.SequenceEqual(bytes);
    }

    public async Task<Digest> HashAsync(string name, CancellationToken cancellationToken)
    {
        await using var content = OpenEntry(name, 0);
        return Digest.FromHash("sha256", await System.Security.Cryptography.SHA256.HashDataAsync(content, cancellationToken));
    }

    private void Add(TarEntry entry)
    {
        var name = Normalize(entry.Name);
        if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile)
        {
            _files[name] = (entry.DataOffset, entry.Length);
        }
        else if (entry.EntryType is TarEntryType.SymbolicLink)
        {
            _links[name] = Normalize(Path.Combine(Path.GetDirectoryName(name) ?? "", entry.LinkName));
        }
        else if (entry.EntryType is TarEntryType.HardLink)
        {
            _links[name] = Normalize(entry.LinkName);
        }
    }

    private (long Start, long Length) Locate(string name)
    {
        var current = Normalize(name);
        for (var links = 0; links <= MaximumLinks; links++)
        {
            if (_files.TryGetValue(current, out var place))
            {
                return place;
            }

            if (!_links.TryGetValue(current, out var next))
            {
                break;
            }

            current = next;
        }

        throw new FormatException($"{_path} holds no {name}: it is no archive of docker save.");
    }

    // "../x/layer.tar" of old archives is meant inside the archive.
    private static string Normalize(string name) => Path.GetFullPath(name, "/").TrimStart('/');
}
