using Grpc.Core;
using SreGym.Contracts;

namespace SreGym.Recovery.Episodes;

/// <summary>
/// Held by the process that runs or recovers an episode. The operating system takes it back with the process, however that ends,
/// so that it says who is alive without asking for process ids, which are used again.
/// </summary>
public sealed class EpisodeLock : IDisposable
{
    private readonly FileStream _file;

    private EpisodeLock(FileStream file)
    {
        _file = file;
    }

    /// <summary>The lock; null when a living process holds it.</summary>
    /// <param name="folder">Folder of the databases.</param>
    /// <param name="episodeId">Id of the episode.</param>
    /// <exception cref="SreGymException">The folder takes no file.</exception>
    public static EpisodeLock? TryTake(string folder, string episodeId)
    {
        var path = Path.Combine(folder, $"{episodeId}.lock");
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            Options = FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            return new EpisodeLock(new FileStream(path, options));
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SreGymException(
                StatusCode.Internal,
                ErrorReasons.StorageFailed,
                $"'{path}' cannot be made ({error.Message}): make its folder writable, free some space, or choose another with Data:Directory.",
                error);
        }
    }

    /// <summary>Gives it back.</summary>
    public void Dispose() => _file.Dispose();
}
