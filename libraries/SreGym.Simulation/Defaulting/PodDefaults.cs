using System.Text.Json.Nodes;
using SreGym.Simulation.Json;

namespace SreGym.Simulation.Defaulting;

/// <summary>Defaults of pods and of the templates they are made from.</summary>
internal static class PodDefaults
{
    private const int GracePeriodSeconds = 30;

    private static readonly string[] s_containerKeys = ["initContainers", "containers", "ephemeralContainers"];

    public static void ApplyToPod(JsonObject pod)
    {
        var spec = pod.GetOrAddObject("spec");
        foreach (var container in Containers(spec))
        {
            RequestWhatIsLimited(container);
        }

        spec.SetDefault("enableServiceLinks", true);
        ApplyToSpec(spec);
    }

    public static void ApplyToPodTemplate(JsonObject value) => ApplyToTemplate(value);

    /// <summary>Defaults of <c>template</c> in a workload's spec.</summary>
    public static void ApplyToTemplate(JsonObject holder)
    {
        if (holder.FindObject("template", "spec") is { } spec)
        {
            ApplyToSpec(spec);
        }
    }

    private static void ApplyToSpec(JsonObject spec)
    {
        foreach (var container in Containers(spec))
        {
            ContainerDefaults.Apply(container, spec.FindFlag("hostNetwork") == true);
        }

        foreach (var volume in spec.FindArray("volumes")?.OfType<JsonObject>() ?? [])
        {
            VolumeDefaults.Apply(volume);
        }

        spec.SetDefault("restartPolicy", "Always");
        spec.SetDefault("terminationGracePeriodSeconds", GracePeriodSeconds);
        spec.SetDefault("dnsPolicy", "ClusterFirst");
        spec.SetDefault("securityContext", new JsonObject());
        spec.SetDefault("schedulerName", "default-scheduler");
        if (spec.FindText("serviceAccountName") is { Length: > 0 } account)
        {
            spec["serviceAccount"] = account;
        }
        else if (spec.FindText("serviceAccount") is { Length: > 0 } deprecated)
        {
            spec["serviceAccountName"] = deprecated;
        }
    }

    private static void RequestWhatIsLimited(JsonObject container)
    {
        if (container.FindObject("resources", "limits") is not { } limits)
        {
            return;
        }

        var requests = container.GetOrAddObject("resources").GetOrAddObject("requests");
        foreach (var (name, limit) in limits)
        {
            requests.SetDefault(name, limit?.DeepClone());
        }
    }

    private static IEnumerable<JsonObject> Containers(JsonObject spec) =>
        s_containerKeys.SelectMany(key => spec.FindArray(key)?.OfType<JsonObject>() ?? []);
}
