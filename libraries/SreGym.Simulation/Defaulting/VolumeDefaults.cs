using System.Text.Json.Nodes;
using SreGym.Simulation.Json;

namespace SreGym.Simulation.Defaulting;

/// <summary>Defaults of a pod's volumes.</summary>
internal static class VolumeDefaults
{
    private const int FileMode = 420;
    private const int TokenSeconds = 3600;

    private static readonly string[] s_withMode = ["secret", "configMap", "downwardAPI", "projected"];

    public static void Apply(JsonObject volume)
    {
        if (volume.Count == 1 && volume.ContainsKey("name"))
        {
            volume["emptyDir"] = new JsonObject();
        }

        foreach (var source in s_withMode.Select(name => volume.FindObject(name)).OfType<JsonObject>())
        {
            source.SetDefault("defaultMode", FileMode);
        }

        volume.FindObject("hostPath")?.SetDefault("type", "");
        ApplyToItems(volume.FindObject("downwardAPI"));
        foreach (var source in volume.FindArray("projected", "sources")?.OfType<JsonObject>() ?? [])
        {
            source.FindObject("serviceAccountToken")?.SetDefault("expirationSeconds", TokenSeconds);
            ApplyToItems(source.FindObject("downwardAPI"));
        }

        volume.FindObject("ephemeral", "volumeClaimTemplate", "spec")?.SetDefault("volumeMode", "Filesystem");
    }

    private static void ApplyToItems(JsonObject? downward)
    {
        foreach (var item in downward.FindArray("items")?.OfType<JsonObject>() ?? [])
        {
            item.FindObject("fieldRef")?.SetDefault("apiVersion", "v1");
        }
    }
}
