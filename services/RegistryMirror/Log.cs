namespace SreGym.RegistryMirror;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Registry {Registry} of episode {EpisodeId} answers and is locked.")]
    public static partial void RegistryProvisioned(ILogger logger, string registry, string episodeId);

    [LoggerMessage(2, LogLevel.Information, "Copied {Copied} images and skipped {Skipped} for episode {EpisodeId}: {Bytes} bytes.")]
    public static partial void ImagesMirrored(ILogger logger, int copied, int skipped, string episodeId, long bytes);

    [LoggerMessage(3, LogLevel.Information, "Registry of episode {EpisodeId} is removed.")]
    public static partial void RegistryRemoved(ILogger logger, string episodeId);

    [LoggerMessage(4, LogLevel.Information, "Registry container {Instance} of cluster {ClusterId} is served.")]
    public static partial void InstanceStarted(ILogger logger, string instance, string clusterId);

    [LoggerMessage(5, LogLevel.Information, "Registry container {Instance} of cluster {ClusterId} is no longer served.")]
    public static partial void InstanceStopped(ILogger logger, string instance, string clusterId);

    [LoggerMessage(6, LogLevel.Information, "All registries of cluster {ClusterId} are dropped, {Blobs} blobs with {Bytes} bytes.")]
    public static partial void ClusterRemoved(ILogger logger, string clusterId, int blobs, long bytes);

    [LoggerMessage(7, LogLevel.Debug, "A forwarded connection to {Namespace} ({Selector}) ended: {Reason}")]
    public static partial void ForwardFailed(ILogger logger, string @namespace, string selector, string reason);

    [LoggerMessage(8, LogLevel.Debug, "Following the registry's log in {Namespace} was interrupted: {Reason}")]
    public static partial void LogInterrupted(ILogger logger, string @namespace, string reason);

    [LoggerMessage(9, LogLevel.Information, "Nodes cannot pull {Image}: {Reason}")]
    public static partial void ExposureRefused(ILogger logger, string image, string reason);

    [LoggerMessage(10, LogLevel.Information, "Registry of episode {EpisodeId} has a new user {Username}; {Old} may come in until {End}.")]
    public static partial void CredentialsRotated(ILogger logger, string episodeId, string username, string old, DateTimeOffset end);

    [LoggerMessage(11, LogLevel.Information, "Registry of episode {EpisodeId} refuses {Username} from now on.")]
    public static partial void CredentialsRevoked(ILogger logger, string episodeId, string username);

    [LoggerMessage(12, LogLevel.Information, "The grace period of {Username} is over, the registry of episode {EpisodeId} refuses it.")]
    public static partial void UserRetired(ILogger logger, string username, string episodeId);

    [LoggerMessage(13, LogLevel.Warning, "The grace period of {Username} is over, but the registry of episode {EpisodeId} may still let it in: {Reason}")]
    public static partial void UserNotRetired(ILogger logger, string username, string episodeId, string reason);
}
