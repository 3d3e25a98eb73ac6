namespace SreGym.Cluster;

/// <summary>Registration of the Cluster service.</summary>
public static class ClusterHostingExtensions
{
    /// <summary>Adds what the service needs.</summary>
    public static WebApplicationBuilder AddCluster(this WebApplicationBuilder builder) => builder;

    /// <summary>Maps its endpoints.</summary>
    public static WebApplication MapCluster(this WebApplication app) => app;
}
