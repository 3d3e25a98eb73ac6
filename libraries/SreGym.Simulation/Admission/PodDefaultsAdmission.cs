using System.Text.Json.Nodes;
using SreGym.Simulation.Json;

namespace SreGym.Simulation.Admission;

/// <summary>The plugins Priority and DefaultTolerationSeconds.</summary>
internal static class PodDefaultsAdmission
{
    private const int TolerationSeconds = 300;

    private static readonly string[] s_taints = ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"];

    public static void Admit(JsonObject pod)
    {
        var spec = pod.GetOrAddObject("spec");
        spec.SetDefault("priority", 0);
        spec.SetDefault("preemptionPolicy", "PreemptLowerPriority");
        var tolerations = spec.GetOrAddArray("tolerations");
        foreach (var taint in s_taints)
        {
            if (!tolerations.Any(toleration => Tolerates(toleration, taint)))
            {
                tolerations.Add(new JsonObject
                {
                    ["key"] = taint,
                    ["operator"] = "Exists",
                    ["effect"] = "NoExecute",
                    ["tolerationSeconds"] = TolerationSeconds,
                });
            }
        }
    }

    private static bool Tolerates(JsonNode? toleration, string taint) =>
        (toleration.FindText("key") ?? "") is var key
        && (key.Length == 0 || key == taint)
        && toleration.FindText("effect") is null or "" or "NoExecute";
}
