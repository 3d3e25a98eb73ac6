using System.Text.Json.Nodes;
using SreGym.Simulation.Json;

namespace SreGym.Simulation.Validation;

/// <summary>Rules of roles and their bindings.</summary>
internal static class RbacRules
{
    private static readonly string[] s_subjectKinds = ["ServiceAccount", "User", "Group"];

    public static void CheckRole(JsonObject role, FieldErrors errors)
    {
        var rules = role.FindArray("rules") ?? [];
        for (var i = 0; i < rules.Count; i++)
        {
            var at = PodRules.At("rules", i);
            if (IsEmpty(rules[i], "verbs"))
            {
                errors.Required($"{at}.verbs", "verbs must contain at least one value");
            }

            if (!IsEmpty(rules[i], "nonResourceURLs"))
            {
                continue;
            }

            if (IsEmpty(rules[i], "apiGroups"))
            {
                errors.Required($"{at}.apiGroups", "resource rules must supply at least one api group");
            }

            if (IsEmpty(rules[i], "resources"))
            {
                errors.Required($"{at}.resources", "resource rules must supply at least one resource");
            }
        }
    }

    public static void CheckBinding(JsonObject binding, FieldErrors errors)
    {
        var reference = binding.FindObject("roleRef");
        if (reference.FindText("kind") is not ("Role" or "ClusterRole"))
        {
            errors.NotSupported("roleRef.kind", reference?["kind"]?.DeepClone() ?? "", "Role", "ClusterRole");
        }

        if (string.IsNullOrEmpty(reference.FindText("name")))
        {
            errors.Required("roleRef.name");
        }

        var subjects = binding.FindArray("subjects") ?? [];
        for (var i = 0; i < subjects.Count; i++)
        {
            var at = PodRules.At("subjects", i);
            var kind = subjects[i].FindText("kind") ?? "";
            if (!s_subjectKinds.Contains(kind))
            {
                errors.NotSupported($"{at}.kind", kind, s_subjectKinds);
            }

            if (string.IsNullOrEmpty(subjects[i].FindText("name")))
            {
                errors.Required($"{at}.name");
            }

            if (kind == "ServiceAccount" && string.IsNullOrEmpty(subjects[i].FindText("namespace")))
            {
                errors.Required($"{at}.namespace");
            }
        }
    }

    private static bool IsEmpty(JsonNode? rule, string name) => rule.FindArray(name) is null or { Count: 0 };
}
