using System.Text.Json.Nodes;
using SreGym.Simulation.Json;

namespace SreGym.Simulation.Storage;

/// <summary>Reads label selectors as objects carry them (metav1.LabelSelector).</summary>
public static class LabelSelectors
{
    /// <summary>The selector of <c>matchLabels</c> and <c>matchExpressions</c>; everything for an empty one.</summary>
    public static LabelSelector Read(JsonNode? selector)
    {
        var requirements = new List<LabelRequirement>();
        foreach (var (key, value) in selector.FindObject("matchLabels") ?? [])
        {
            requirements.Add(new LabelRequirement(key, LabelOperator.In, [value?.ToString() ?? ""]));
        }

        foreach (var expression in selector.FindArray("matchExpressions")?.OfType<JsonObject>() ?? [])
        {
            requirements.Add(new LabelRequirement(
                expression.FindText("key") ?? "",
                expression.FindText("operator") switch
                {
                    "NotIn" => LabelOperator.NotIn,
                    "Exists" => LabelOperator.Exists,
                    "DoesNotExist" => LabelOperator.DoesNotExist,
                    _ => LabelOperator.In,
                },
                [.. expression.FindArray("values")?.Select(value => value?.ToString() ?? "") ?? []]));
        }

        return requirements.Count == 0 ? LabelSelector.Everything : new LabelSelector(requirements);
    }
}
