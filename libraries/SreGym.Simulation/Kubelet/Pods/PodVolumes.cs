using System.Text.Json.Nodes;
using SreGym.Simulation.ApiServer;
using SreGym.Simulation.Json;
using SreGym.Simulation.Runtime;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Kubelet.Pods;

/// <summary>Whether a pod's volumes can be mounted.</summary>
internal static class PodVolumes
{
    /// <summary>Why not, in the kubelet's words; empty when they can.</summary>
    public static IReadOnlyList<string> FindProblems(ClusterApi api, JsonObject pod)
    {
        var space = pod.FindText("metadata", "namespace") ?? "";
        var problems = new List<string>();
        foreach (var volume in pod.Objects("spec", "volumes"))
        {
            var name = volume.FindText("name");
            if (Missing(api, space, volume, "secret", "secretName", ResourceTypes.Secrets) is { } secret)
            {
                problems.Add($"MountVolume.SetUp failed for volume \"{name}\" : secret \"{secret}\" not found");
            }

            if (Missing(api, space, volume, "configMap", "name", ResourceTypes.ConfigMaps) is { } map)
            {
                problems.Add($"MountVolume.SetUp failed for volume \"{name}\" : configmap \"{map}\" not found");
            }
        }

        return problems;
    }

    private static string? Missing(ClusterApi api, string space, JsonObject volume, string kind, string field, ResourceType type) =>
        volume.FindText(kind, field) is { } name
        && volume.FindFlag(kind, "optional") is not true
        && api.Find(type, space, name) is null
            ? name
            : null;
}
