namespace SreGym.AppHost.Options;

/// <summary>Where the run writes.</summary>
internal static class RunFolders
{
    /// <summary>Reports and trajectories.</summary>
    public static string Artifacts(IDistributedApplicationBuilder builder, RunOptions options) => options.Artifacts is null
        ? Path.GetFullPath(Path.Combine(builder.AppHostDirectory, "..", "artifacts"))
        : Path.GetFullPath(options.Artifacts);

    /// <summary>The services' databases.</summary>
    public static string Data(IDistributedApplicationBuilder builder, RunOptions options) =>
        Path.Combine(Artifacts(builder, options), "data");
}
