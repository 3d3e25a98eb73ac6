using System.Runtime.InteropServices;

namespace SreGym.Oci.Storage;

/// <summary>Changes of files that are there completely, or not at all, after a kill and after a power loss.</summary>
internal static class DurableFiles
{
    // No tag and no digest may hold this letter.
    private const string TemporaryEnd = "~";

    /// <summary>Writes a file beside its place, flushes it, and moves it there.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        CreateFolder(Path.GetDirectoryName(path)!);
        var temporary = $"{path}{TemporaryEnd}";
        using (var file = File.OpenHandle(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            RandomAccess.Write(file, content, 0);
            RandomAccess.FlushToDisk(file);
        }

        Move(temporary, path);
    }

    /// <summary>Moves a flushed file to its place and makes the move durable.</summary>
    public static void Move(string from, string to)
    {
        CreateFolder(Path.GetDirectoryName(to)!);
        File.Move(from, to, overwrite: true);
        FlushFolder(Path.GetDirectoryName(to)!);
    }

    /// <summary>Deletes a file; false when there was none.</summary>
    public static bool Delete(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        File.Delete(path);
        FlushFolder(Path.GetDirectoryName(path)!);
        return true;
    }

    /// <summary>Creates a folder that only its owner may read.</summary>
    public static void CreateFolder(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        if (Path.GetDirectoryName(path) is { Length: > 0 } parent)
        {
            CreateFolder(parent);
        }

        Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        FlushFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>True for what <see cref="Write"/> leaves when it is interrupted.</summary>
    public static bool IsTemporary(string path) => path.EndsWith(TemporaryEnd, StringComparison.Ordinal);

    // A name is durable only when its folder is flushed; .NET opens no folders.
    private static void FlushFolder(string path)
    {
        if (OperatingSystem.IsWindows() || path.Length == 0)
        {
            return;
        }

        var folder = Open(path, 0);
        if (folder >= 0)
        {
            _ = Flush(folder);
            _ = Close(folder);
        }
    }

    [DllImport("libc", EntryPoint = "open", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Flush(int file);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int file);
}
