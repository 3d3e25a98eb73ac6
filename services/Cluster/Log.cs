namespace SreGym.Cluster;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Cluster {ClusterId} is there, with {Nodes} nodes.")]
    public static partial void ClusterCreated(ILogger logger, string clusterId, int nodes);

    [LoggerMessage(2, LogLevel.Information, "Cluster {ClusterId} is deleted.")]
    public static partial void ClusterDeleted(ILogger logger, string clusterId);

    [LoggerMessage(3, LogLevel.Warning, "The registries of cluster {ClusterId} could not be removed: {Error}")]
    public static partial void RegistriesNotRemoved(ILogger logger, string clusterId, string error);
}
