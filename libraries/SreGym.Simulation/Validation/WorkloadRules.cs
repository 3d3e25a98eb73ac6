using System.Text.Json.Nodes;
using SreGym.Simulation.Json;

namespace SreGym.Simulation.Validation;

/// <summary>Rules of what makes pods.</summary>
internal static class WorkloadRules
{
    private static readonly string[] s_concurrency = ["Allow", "Forbid", "Replace"];
    private static readonly string[] s_deploymentStrategies = ["Recreate", "RollingUpdate"];
    private static readonly string[] s_setStrategies = ["RollingUpdate", "OnDelete"];

    public static void CheckDeployment(JsonObject value, FieldErrors errors)
    {
        var spec = value.FindObject("spec") ?? [];
        NotNegative("spec.replicas", spec, "replicas", errors);
        CheckSelector(spec, errors);
        CheckTemplate(spec, errors);
        CheckStrategy(spec, errors);
        NotNegative("spec.minReadySeconds", spec, "minReadySeconds", errors);
        NotNegative("spec.revisionHistoryLimit", spec, "revisionHistoryLimit", errors);
        NotNegative("spec.progressDeadlineSeconds", spec, "progressDeadlineSeconds", errors);
        if (spec.FindNumber("progressDeadlineSeconds") is { } deadline && deadline <= (spec.FindNumber("minReadySeconds") ?? 0))
        {
            errors.Invalid("spec.progressDeadlineSeconds", deadline, "must be greater than minReadySeconds");
        }
    }

    public static void CheckReplicaSet(JsonObject value, FieldErrors errors)
    {
        var spec = value.FindObject("spec") ?? [];
        NotNegative("spec.replicas", spec, "replicas", errors);
        NotNegative("spec.minReadySeconds", spec, "minReadySeconds", errors);
        CheckSelector(spec, errors);
        CheckTemplate(spec, errors);
    }

    public static void CheckStatefulSet(JsonObject value, FieldErrors errors)
    {
        CheckReplicaSet(value, errors);
        OneOf("spec.updateStrategy.type", value.Find("spec", "updateStrategy", "type"), s_setStrategies, errors);
    }

    public static void CheckDaemonSet(JsonObject value, FieldErrors errors)
    {
        CheckReplicaSet(value, errors);
        OneOf("spec.updateStrategy.type", value.Find("spec", "updateStrategy", "type"), s_setStrategies, errors);
    }

    public static void CheckJob(JsonObject value, FieldErrors errors) => CheckJobSpec("spec", value.FindObject("spec") ?? [], errors);

    public static void CheckCronJob(JsonObject value, FieldErrors errors)
    {
        var spec = value.FindObject("spec") ?? [];
        var schedule = spec.FindText("schedule") ?? "";
        if (schedule.Length == 0)
        {
            errors.Required("spec.schedule");
        }
        else if (!schedule.StartsWith('@') && schedule.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length is not 5 and var count)
        {
            errors.Invalid("spec.schedule", schedule, $"expected exactly 5 fields, found {count}: [{schedule}]");
        }

        OneOf("spec.concurrencyPolicy", spec["concurrencyPolicy"], s_concurrency, errors);
        CheckJobSpec("spec.jobTemplate.spec", spec.FindObject("jobTemplate", "spec") ?? [], errors);
    }

    public static void CheckDisruptionBudget(JsonObject value, FieldErrors errors)
    {
        var spec = value.FindObject("spec") ?? [];
        if (spec["minAvailable"] is not null && spec["maxUnavailable"] is not null)
        {
            errors.Invalid("spec", spec.DeepClone(), "minAvailable and maxUnavailable cannot be both set");
        }
    }

    private static void CheckJobSpec(string path, JsonObject spec, FieldErrors errors)
    {
        foreach (var name in new[] { "parallelism", "completions", "activeDeadlineSeconds", "backoffLimit", "ttlSecondsAfterFinished" })
        {
            NotNegative($"{path}.{name}", spec, name, errors);
        }

        PodRules.CheckTemplate($"{path}.template", spec.FindObject("template"), errors);
        switch (spec.FindText("template", "spec", "restartPolicy"))
        {
            case "Always":
                errors.NotSupported($"{path}.template.spec.restartPolicy", "Always", "OnFailure", "Never");
                break;
            case null or "":
                errors.Required($"{path}.template.spec.restartPolicy", "valid values: \"OnFailure\", \"Never\"");
                break;
        }
    }

    private static void CheckSelector(JsonObject spec, FieldErrors errors)
    {
        if (spec.FindObject("selector") is not { } selector)
        {
            errors.Required("spec.selector");
        }
        else if (selector.Count == 0)
        {
            errors.Invalid("spec.selector", selector.DeepClone(), "empty selector is invalid for deployment");
        }
    }

    private static void CheckTemplate(JsonObject spec, FieldErrors errors)
    {
        var labels = spec.FindObject("template", "metadata", "labels") ?? [];
        if (spec.FindObject("selector") is { Count: > 0 } selector && !Selects(selector, labels))
        {
            errors.Invalid("spec.template.metadata.labels", labels.DeepClone(), "`selector` does not match template `labels`");
        }

        PodRules.CheckTemplate("spec.template", spec.FindObject("template"), errors);
        if (spec.FindText("template", "spec", "restartPolicy") is { } policy && policy != "Always")
        {
            errors.NotSupported("spec.template.spec.restartPolicy", policy, "Always");
        }
    }

    private static void CheckStrategy(JsonObject spec, FieldErrors errors)
    {
        var strategy = spec.FindObject("strategy");
        OneOf("spec.strategy.type", strategy?["type"], s_deploymentStrategies, errors);
        if (strategy.FindText("type") == "Recreate" && strategy.FindObject("rollingUpdate") is not null)
        {
            errors.Forbidden("spec.strategy.rollingUpdate", "may not be specified when strategy `type` is 'Recreate'");
        }

        if (strategy.FindObject("rollingUpdate") is { } rolling && IsZero(rolling["maxUnavailable"]) && IsZero(rolling["maxSurge"]))
        {
            errors.Invalid(
                "spec.strategy.rollingUpdate.maxUnavailable", rolling["maxUnavailable"]?.DeepClone(), "may not be 0 when `maxSurge` is 0");
        }
    }

    private static bool IsZero(JsonNode? value) => value?.ToString() is "0" or "0%";

    private static bool Selects(JsonObject selector, JsonObject labels)
    {
        foreach (var (key, value) in selector.FindObject("matchLabels") ?? [])
        {
            if (labels.FindText(key) != value?.ToString())
            {
                return false;
            }
        }

        foreach (var requirement in selector.FindArray("matchExpressions") ?? [])
        {
            var label = labels.FindText(requirement.FindText("key") ?? "");
            var isListed = requirement.FindArray("values")?.Any(value => value?.ToString() == label) == true;
            var holds = requirement.FindText("operator") switch
            {
                "In" => label is not null && isListed,
                "NotIn" => label is null || !isListed,
                "Exists" => label is not null,
                _ => label is null,
            };
            if (!holds)
            {
                return false;
            }
        }

        return true;
    }

    private static void OneOf(string path, JsonNode? value, string[] supported, FieldErrors errors)
    {
        if (value is not null && !supported.Contains(value.ToString()))
        {
            errors.NotSupported(path, value.DeepClone(), supported);
        }
    }

    private static void NotNegative(string path, JsonObject spec, string name, FieldErrors errors)
    {
        if (spec.FindNumber(name) is < 0 and var number)
        {
            errors.Invalid(path, number, "must be greater than or equal to 0");
        }
    }
}
