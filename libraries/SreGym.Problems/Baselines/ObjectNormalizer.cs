using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using SreGym.Problems.Changes;
using SreGym.Problems.Subjects;

namespace SreGym.Problems.Baselines;

/// <summary>Brings an object into the form in which two states of it can be compared, and in which it holds no secret.</summary>
public static class ObjectNormalizer
{
    /// <summary>A normalised copy.</summary>
    public static JsonObject Normalize(JsonObject item)
    {
        var clean = ObjectCleaner.Clean(item);
        var metadata = clean["metadata"]!.AsObject();
        RemoveToolMarks(metadata);
        foreach (var owner in clean.Items("metadata", "ownerReferences"))
        {
            owner.Remove("uid");
        }

        switch (clean.Text("kind"))
        {
            case "Secret":
                HideValues(clean, "data");
                HideValues(clean, "stringData");
                break;
            case "Node":
                metadata.Remove("annotations");
                KeepChosenTaints(clean);
                break;
            case "PersistentVolume" when clean.At("spec", "claimRef") is JsonObject claim:
                claim.Remove("uid");
                claim.Remove("resourceVersion");
                break;
        }

        return clean;
    }

    private static void RemoveToolMarks(JsonObject metadata)
    {
        if (metadata["annotations"] is JsonObject annotations)
        {
            foreach (var name in BaselineRules.ToolAnnotations)
            {
                annotations.Remove(name);
            }

            if (annotations.Count == 0)
            {
                metadata.Remove("annotations");
            }
        }
    }

    private static void HideValues(JsonObject secret, string field)
    {
        foreach (var (key, value) in (secret[field] as JsonObject ?? []).ToList())
        {
            var digest = SHA256.HashData(Encoding.UTF8.GetBytes(value?.ToString() ?? ""));
            secret[field]![key] = $"sha256:{Convert.ToHexStringLower(digest.AsSpan(0, 8))}";
        }
    }

    private static void KeepChosenTaints(JsonObject node)
    {
        if (node.At("spec", "taints") is JsonArray)
        {
            var chosen = node.Items("spec", "taints")
                .Where(taint => taint.Text("key")?.StartsWith(BaselineRules.ConditionTaintPrefix, StringComparison.Ordinal) != true)
                .Select(taint => (JsonNode)taint.DeepClone())
                .ToArray();
            node["spec"]!["taints"] = new JsonArray(chosen);
        }
    }
}
