using System.Diagnostics;

namespace SreGym.TestingHost;

/// <summary>A file system of its own that is small enough to be filled. Only root may make one.</summary>
public sealed class TinyDisk : IDisposable
{
    private const int Bytes = 512 * 1024;

    private TinyDisk(string folder) => Folder = folder;

    /// <summary>Why a test is skipped where there can be none.</summary>
    public static string Missing => "Only root on Linux may mount the small file system this test fills: run it as root.";

    /// <summary>Where it is mounted.</summary>
    public string Folder { get; }

    /// <summary>Null where this process may not mount anything.</summary>
    public static TinyDisk? TryCreate()
    {
        var folder = Directory.CreateTempSubdirectory("tiny-").FullName;
        if (OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", $"size={Bytes}", "tmpfs", folder))
        {
            return new TinyDisk(folder);
        }

        Directory.Delete(folder);
        return null;
    }

    /// <summary>Leaves no byte.</summary>
    public void Fill()
    {
        using var filler = File.OpenHandle(Path.Combine(Folder, "filler"), FileMode.Create, FileAccess.Write);
        try
        {
            var page = new byte[4096];
            for (var offset = 0; offset < Bytes; offset += page.Length)
            {
                RandomAccess.Write(filler, page, offset);
            }
        }
        catch (IOException)
        {
            // Full, as was asked for.
        }
    }

    /// <summary>Gives the space back.</summary>
    public void Free() => File.Delete(Path.Combine(Folder, "filler"));

    /// <inheritdoc />
    public void Dispose()
    {
        Run("umount", "--lazy", Folder);
        Directory.Delete(Folder);
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true });
        process!.WaitForExit();
        return process.ExitCode == 0;
    }
}
