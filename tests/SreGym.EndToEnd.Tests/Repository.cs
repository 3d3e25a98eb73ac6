using SreGym.TestingHost;

namespace SreGym.EndToEnd.Tests;

/// <summary>Where the built application is.</summary>
internal static class Repository
{
    /// <summary>The folder of ./run.</summary>
    public static string Root => RepositoryFolder.Root;

    /// <summary>The application host was built with a stand-in of eng/offline, for Aspire.Hosting.AWS at least.</summary>
    public static bool UsesStandIns => World != "real";

    /// <summary>A run has a dashboard: the real Aspire brings it along, the stand-ins have it where npm was there.</summary>
    public static bool HasDashboard => World != "offline" || Directory.Exists(Path.Combine(Root, "artifacts", "offline", World, "dashboard"));

    // eng/world.sh
    private static string World => Path.Combine(Root, "artifacts", "offline", "world") is var world && File.Exists(world)
        ? File.ReadAllText(world).Trim()
        : "real";

    /// <summary>The built application host; null where it has not been built.</summary>
    public static string? FindAppHost()
    {
        var path = Path.Combine(Root, "artifacts", "bin", "SreGym.AppHost", "debug", "SreGym.AppHost");
        return File.Exists(path) ? path : null;
    }
}
