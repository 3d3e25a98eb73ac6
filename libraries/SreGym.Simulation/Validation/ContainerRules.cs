using System.Text.Json.Nodes;
using SreGym.Simulation.Json;
using SreGym.Simulation.Schema;

namespace SreGym.Simulation.Validation;

/// <summary>Rules of containers.</summary>
internal static class ContainerRules
{
    private static readonly string[] s_pullPolicies = ["Always", "IfNotPresent", "Never"];
    private static readonly string[] s_protocols = ["SCTP", "TCP", "UDP"];

    public static void Check(string path, JsonObject container, HashSet<string> volumes, FieldErrors errors)
    {
        if (container.FindText("name") is { Length: > 0 } name)
        {
            NameRules.Label($"{path}.name", name, errors);
        }
        else
        {
            errors.Required($"{path}.name");
        }

        CheckImage(path, container, errors);
        CheckPorts($"{path}.ports", container.FindArray("ports"), errors);
        CheckEnvironment($"{path}.env", container.FindArray("env"), errors);
        CheckMounts($"{path}.volumeMounts", container.FindArray("volumeMounts"), volumes, errors);
        CheckResources($"{path}.resources", container.FindObject("resources"), errors);
    }

    private static void CheckImage(string path, JsonObject container, FieldErrors errors)
    {
        var image = container.FindText("image") ?? "";
        if (image.Length == 0)
        {
            errors.Required($"{path}.image");
        }
        else if (image.Trim().Length != image.Length)
        {
            errors.Invalid($"{path}.image", image, "must not have leading or trailing whitespace");
        }

        if (container.FindText("imagePullPolicy") is { } policy && !s_pullPolicies.Contains(policy))
        {
            errors.NotSupported($"{path}.imagePullPolicy", policy, s_pullPolicies);
        }
    }

    private static void CheckPorts(string path, JsonArray? ports, FieldErrors errors)
    {
        for (var i = 0; i < (ports?.Count ?? 0); i++)
        {
            var at = PodRules.At(path, i);
            switch (ports![i].FindNumber("containerPort"))
            {
                case null or 0:
                    errors.Required($"{at}.containerPort");
                    break;
                case < 1 or > 65535:
                    errors.Invalid(
                        $"{at}.containerPort", ports[i]!["containerPort"]!.DeepClone(), "must be between 1 and 65535, inclusive");
                    break;
            }

            if (ports[i].FindText("protocol") is { } protocol && !s_protocols.Contains(protocol))
            {
                errors.NotSupported($"{at}.protocol", protocol, s_protocols);
            }
        }
    }

    private static void CheckEnvironment(string path, JsonArray? variables, FieldErrors errors)
    {
        for (var i = 0; i < (variables?.Count ?? 0); i++)
        {
            var at = PodRules.At(path, i);
            if (string.IsNullOrEmpty(variables![i].FindText("name")))
            {
                errors.Required($"{at}.name");
            }

            if (variables[i].FindText("value") is { Length: > 0 } && variables[i].FindObject("valueFrom") is not null)
            {
                errors.Invalid($"{at}.valueFrom", "", "may not be specified when `value` is not empty");
            }
        }
    }

    private static void CheckMounts(string path, JsonArray? mounts, HashSet<string> volumes, FieldErrors errors)
    {
        var paths = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < (mounts?.Count ?? 0); i++)
        {
            var at = PodRules.At(path, i);
            var name = mounts![i].FindText("name") ?? "";
            if (name.Length == 0)
            {
                errors.Required($"{at}.name");
            }
            else if (!volumes.Contains(name))
            {
                errors.NotFound($"{at}.name", name);
            }

            var mountPath = mounts[i].FindText("mountPath") ?? "";
            if (mountPath.Length == 0)
            {
                errors.Required($"{at}.mountPath");
            }
            else if (!paths.Add(mountPath))
            {
                errors.Invalid($"{at}.mountPath", mountPath, "must be unique");
            }
        }
    }

    private static void CheckResources(string path, JsonObject? resources, FieldErrors errors)
    {
        foreach (var (name, value) in resources.FindObject("requests") ?? [])
        {
            if (Quantity.TryParse(value?.ToString() ?? "", out var request) && request.Amount < 0)
            {
                errors.Invalid($"{path}.requests[{name}]", value!.DeepClone(), "must be greater than or equal to 0");
            }
            else if (resources.Find("limits", name)?.ToString() is { } text
                && Quantity.TryParse(text, out var limit) && request > limit)
            {
                errors.Invalid($"{path}.requests", value!.DeepClone(), $"must be less than or equal to {name} limit of {text}");
            }
        }
    }
}
