namespace SreGym.AppHost.Aws;

/// <summary>The template of the target cluster.</summary>
internal static class TargetClusterTemplate
{
    public static string FindPath(IDistributedApplicationBuilder builder) =>
        Path.Combine(builder.AppHostDirectory, "Aws", "target-cluster.template.yaml");
}
