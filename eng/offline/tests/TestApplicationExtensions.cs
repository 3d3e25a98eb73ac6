namespace SreGym.Offline.Tests;

internal static class TestApplicationExtensions
{
    public static IResourceBuilder<ExecutableResource> AddShell(this IDistributedApplicationBuilder builder, string name, string script) =>
        builder.AddExecutable(name, "sh", Path.GetTempPath(), "-c", script);
}
