using Grpc.Core;
using Microsoft.Extensions.Options;
using SreGym.Contracts;

namespace SreGym.Conductor.Storage;

/// <summary>The folders of this process and of its episodes; only their owner may look into them.</summary>
internal sealed class Folders(IOptionsMonitor<FolderOptions> options)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public string Data => Ensure(Named(FolderOptions.DataSection, Path.Combine("artifacts", "data")));

    public string Episode(string episodeId) =>
        Ensure(Path.Combine(Named(FolderOptions.ArtifactsSection, "artifacts"), "episodes", episodeId));

    /// <summary>Writes a file that nobody else can read at any moment.</summary>
    public static void WritePrivate(string path, string content)
    {
        File.Delete(path);
        var creation = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            creation.UnixCreateMode = OwnerFile;
        }

        using var writer = new StreamWriter(path, creation);
        writer.Write(content);
    }

    /// <exception cref="SreGymException">The folder cannot be made.</exception>
    public static string Ensure(string path)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(path);
            }
            else
            {
                Directory.CreateDirectory(path, OwnerOnly);
            }

            return path;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SreGymException(
                StatusCode.Internal,
                ErrorReasons.StorageFailed,
                $"Folder '{path}' cannot be made ({error.Message}): make it writable, or choose another with Data:Directory and Artifacts:Directory.",
                error);
        }
    }

    private string Named(string section, string otherwise)
    {
        var configured = options.Get(section).Directory;
        return Path.GetFullPath(configured.Length == 0 ? otherwise : configured);
    }
}
