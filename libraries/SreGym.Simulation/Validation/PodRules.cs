using System.Globalization;
using System.Text.Json.Nodes;
using SreGym.Simulation.Json;

namespace SreGym.Simulation.Validation;

/// <summary>Rules of pods and of pod templates.</summary>
internal static class PodRules
{
    private static readonly string[] s_restartPolicies = ["Always", "OnFailure", "Never"];
    private static readonly string[] s_dnsPolicies = ["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"];

    public static void CheckPod(JsonObject pod, FieldErrors errors)
    {
        if (pod.FindObject("spec") is not { } spec)
        {
            errors.Required("spec.containers");
            return;
        }

        CheckSpec("spec", spec, errors);
        if (!s_restartPolicies.Contains(spec.FindText("restartPolicy")))
        {
            errors.NotSupported("spec.restartPolicy", spec["restartPolicy"], s_restartPolicies);
        }
    }

    public static void CheckTemplate(string path, JsonObject? template, FieldErrors errors)
    {
        MetadataRules.CheckLabels($"{path}.metadata.labels", template.FindObject("metadata", "labels"), errors);
        CheckSpec($"{path}.spec", template.FindObject("spec") ?? [], errors);
    }

    private static void CheckSpec(string path, JsonObject spec, FieldErrors errors)
    {
        var volumes = CheckVolumes($"{path}.volumes", spec.FindArray("volumes"), errors);
        var names = new HashSet<string>(StringComparer.Ordinal);
        CheckContainers($"{path}.containers", spec.FindArray("containers"), isRequired: true, names, volumes, errors);
        CheckContainers($"{path}.initContainers", spec.FindArray("initContainers"), isRequired: false, names, volumes, errors);

        if (spec.FindText("dnsPolicy") is { } policy && !s_dnsPolicies.Contains(policy))
        {
            errors.NotSupported($"{path}.dnsPolicy", policy, s_dnsPolicies);
        }

        if (spec.FindNumber("terminationGracePeriodSeconds") is < 0 and var grace)
        {
            errors.Invalid($"{path}.terminationGracePeriodSeconds", grace, "must be greater than or equal to 0");
        }

        if (spec.FindNumber("activeDeadlineSeconds") is < 1 or > int.MaxValue)
        {
            errors.Invalid(
                $"{path}.activeDeadlineSeconds", spec["activeDeadlineSeconds"]!.DeepClone(), "must be between 1 and 2147483647, inclusive");
        }

        MetadataRules.CheckLabels($"{path}.nodeSelector", spec.FindObject("nodeSelector"), errors);
        if (spec.FindText("serviceAccountName") is { Length: > 0 } account)
        {
            NameRules.Subdomain($"{path}.serviceAccountName", account, errors);
        }

        if (spec.FindText("nodeName") is { Length: > 0 } node)
        {
            NameRules.Subdomain($"{path}.nodeName", node, errors);
        }
    }

    private static HashSet<string> CheckVolumes(string path, JsonArray? volumes, FieldErrors errors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < (volumes?.Count ?? 0); i++)
        {
            var at = At(path, i);
            var volume = volumes![i];
            var name = volume.FindText("name") ?? "";
            if (name.Length == 0)
            {
                errors.Required($"{at}.name");
            }
            else
            {
                NameRules.Label($"{at}.name", name, errors);
            }

            if (!names.Add(name))
            {
                errors.Duplicate($"{at}.name", name);
            }

            if ((volume as JsonObject)?.Count > 2)
            {
                errors.Forbidden(
                    $"{at}.{((JsonObject)volume!).Last(member => member.Key != "name").Key}", "may not specify more than 1 volume type");
            }
        }

        return names;
    }

    private static void CheckContainers(
        string path, JsonArray? containers, bool isRequired, HashSet<string> names, HashSet<string> volumes, FieldErrors errors)
    {
        if (isRequired && containers is null or { Count: 0 })
        {
            errors.Required(path);
        }

        for (var i = 0; i < (containers?.Count ?? 0); i++)
        {
            if (containers![i] is not JsonObject container)
            {
                continue;
            }

            var at = At(path, i);
            ContainerRules.Check(at, container, volumes, errors);
            if (container.FindText("name") is { Length: > 0 } name && !names.Add(name))
            {
                errors.Duplicate($"{at}.name", name);
            }
        }
    }

    public static string At(string path, int index) => string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");
}
