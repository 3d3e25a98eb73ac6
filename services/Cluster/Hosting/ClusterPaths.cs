namespace SreGym.Cluster.Hosting;

/// <summary>Where the clusters are found below the service's address.</summary>
internal static class ClusterPaths
{
    public const string Prefix = "/clusters";
}
