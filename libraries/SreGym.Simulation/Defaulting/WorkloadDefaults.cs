using System.Text.Json.Nodes;
using SreGym.Simulation.Json;

namespace SreGym.Simulation.Defaulting;

/// <summary>Defaults of what keeps a number of pods running.</summary>
internal static class WorkloadDefaults
{
    private const int RevisionHistory = 10;
    private const int ProgressDeadlineSeconds = 600;
    private const string Quarter = "25%";

    public static void ApplyToDeployment(JsonObject value)
    {
        var spec = value.GetOrAddObject("spec");
        spec.SetDefault("replicas", 1);
        var strategy = spec.GetOrAddObject("strategy");
        strategy.SetDefault("type", "RollingUpdate");
        if (strategy.FindText("type") == "RollingUpdate")
        {
            var rolling = strategy.GetOrAddObject("rollingUpdate");
            rolling.SetDefault("maxUnavailable", Quarter);
            rolling.SetDefault("maxSurge", Quarter);
        }

        spec.SetDefault("revisionHistoryLimit", RevisionHistory);
        spec.SetDefault("progressDeadlineSeconds", ProgressDeadlineSeconds);
        PodDefaults.ApplyToTemplate(spec);
    }

    public static void ApplyToReplicaSet(JsonObject value)
    {
        var spec = value.GetOrAddObject("spec");
        spec.SetDefault("replicas", 1);
        PodDefaults.ApplyToTemplate(spec);
    }

    public static void ApplyToReplicationController(JsonObject value)
    {
        var spec = value.GetOrAddObject("spec");
        spec.SetDefault("replicas", 1);
        if (spec.FindObject("template", "metadata", "labels") is { } labels)
        {
            spec.SetDefault("selector", labels.DeepClone());
        }

        PodDefaults.ApplyToTemplate(spec);
    }

    public static void ApplyToStatefulSet(JsonObject value)
    {
        var spec = value.GetOrAddObject("spec");
        spec.SetDefault("replicas", 1);
        spec.SetDefault("podManagementPolicy", "OrderedReady");
        var strategy = spec.GetOrAddObject("updateStrategy");
        strategy.SetDefault("type", "RollingUpdate");
        if (strategy.FindText("type") == "RollingUpdate")
        {
            strategy.GetOrAddObject("rollingUpdate").SetDefault("partition", 0);
        }

        var retention = spec.GetOrAddObject("persistentVolumeClaimRetentionPolicy");
        retention.SetDefault("whenDeleted", "Retain");
        retention.SetDefault("whenScaled", "Retain");
        spec.SetDefault("revisionHistoryLimit", RevisionHistory);
        foreach (var claim in spec.FindArray("volumeClaimTemplates")?.OfType<JsonObject>() ?? [])
        {
            claim.SetDefault("apiVersion", "v1");
            claim.SetDefault("kind", "PersistentVolumeClaim");
            claim.GetOrAddObject("spec").SetDefault("volumeMode", "Filesystem");
            claim.GetOrAddObject("status").SetDefault("phase", "Pending");
        }

        PodDefaults.ApplyToTemplate(spec);
    }

    public static void ApplyToDaemonSet(JsonObject value)
    {
        var spec = value.GetOrAddObject("spec");
        var strategy = spec.GetOrAddObject("updateStrategy");
        strategy.SetDefault("type", "RollingUpdate");
        if (strategy.FindText("type") == "RollingUpdate")
        {
            var rolling = strategy.GetOrAddObject("rollingUpdate");
            rolling.SetDefault("maxUnavailable", 1);
            rolling.SetDefault("maxSurge", 0);
        }

        spec.SetDefault("revisionHistoryLimit", RevisionHistory);
        PodDefaults.ApplyToTemplate(spec);
    }

    public static void ApplyToAutoscaler(JsonObject value)
    {
        var spec = value.GetOrAddObject("spec");
        spec.SetDefault("minReplicas", 1);
        if (spec.FindArray("metrics") is null or { Count: 0 })
        {
            spec["metrics"] = new JsonArray(new JsonObject
            {
                ["type"] = "Resource",
                ["resource"] = new JsonObject
                {
                    ["name"] = "cpu",
                    ["target"] = new JsonObject { ["type"] = "Utilization", ["averageUtilization"] = 80 },
                },
            });
        }
    }
}
