using System.Text.Json.Nodes;

namespace SreGym.Simulation.ApiServer.Patching;

/// <summary>RFC 7396.</summary>
internal static class MergePatch
{
    public static JsonObject Apply(JsonObject target, JsonObject patch)
    {
        foreach (var (key, value) in patch)
        {
            switch (value)
            {
                case null:
                    target.Remove(key);
                    break;
                case JsonObject nested:
                    var current = target[key] as JsonObject;
                    if (current is null)
                    {
                        current = [];
                        target[key] = current;
                    }

                    Apply(current, nested);
                    break;
                default:
                    target[key] = value.DeepClone();
                    break;
            }
        }

        return target;
    }
}
