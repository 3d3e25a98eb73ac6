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
}
