namespace SreGym.Simulation.Schema;

/// <summary>Maps API groups to the packages their messages live in.</summary>
internal static class SchemaGroups
{
    private static readonly Dictionary<string, string> s_packages = new(StringComparer.Ordinal)
    {
        ["/v1"] = "core/v1",
        ["apps/v1"] = "apps/v1",
        ["batch/v1"] = "batch/v1",
        ["autoscaling/v1"] = "autoscaling/v1",
        ["autoscaling/v2"] = "autoscaling/v2",
        ["policy/v1"] = "policy/v1",
        ["meta.k8s.io/v1"] = "meta/v1",
        ["networking.k8s.io/v1"] = "networking/v1",
        ["rbac.authorization.k8s.io/v1"] = "rbac/v1",
        ["authorization.k8s.io/v1"] = "authorization/v1",
        ["authentication.k8s.io/v1"] = "authentication/v1",
        ["coordination.k8s.io/v1"] = "coordination/v1",
        ["discovery.k8s.io/v1"] = "discovery/v1",
        ["events.k8s.io/v1"] = "events/v1",
        ["storage.k8s.io/v1"] = "storage/v1",
        ["scheduling.k8s.io/v1"] = "scheduling/v1",
        ["node.k8s.io/v1"] = "node/v1",
        ["apiextensions.k8s.io/v1"] = "apiextensions/v1",
    };

    public static string? FindPackage(string group, string version) =>
        s_packages.GetValueOrDefault($"{group}/{version}");
}
