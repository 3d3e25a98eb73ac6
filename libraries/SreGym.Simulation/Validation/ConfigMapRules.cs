using System.Text.Json.Nodes;
using SreGym.Simulation.Json;

namespace SreGym.Simulation.Validation;

/// <summary>Rules of config maps.</summary>
internal static class ConfigMapRules
{
    private const int SizeLimit = 1024 * 1024;

    public static void Check(JsonObject value, FieldErrors errors)
    {
        var data = value.FindObject("data") ?? [];
        var binary = value.FindObject("binaryData") ?? [];
        foreach (var (key, _) in data)
        {
            NameRules.ConfigKey($"data[{key}]", key, errors);
            if (binary.ContainsKey(key))
            {
                errors.Invalid($"data[{key}]", key, "duplicate of key present in binaryData");
            }
        }

        foreach (var (key, _) in binary)
        {
            NameRules.ConfigKey($"binaryData[{key}]", key, errors);
        }

        if (data.Concat(binary).Sum(entry => entry.Value?.ToString().Length ?? 0) > SizeLimit)
        {
            errors.TooLong("", SizeLimit);
        }
    }
}
