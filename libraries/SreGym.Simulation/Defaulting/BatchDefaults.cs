using System.Text.Json.Nodes;
using SreGym.Simulation.Json;

namespace SreGym.Simulation.Defaulting;

/// <summary>Defaults of jobs and cron jobs.</summary>
internal static class BatchDefaults
{
    private const int BackoffLimit = 6;

    public static void ApplyToJob(JsonObject value)
    {
        var spec = value.GetOrAddObject("spec");
        ApplyToJobSpec(spec);
        if (value.FindText("metadata", "uid") is { Length: > 0 } uid && spec.FindFlag("manualSelector") != true)
        {
            SelectOwnPods(spec, uid, value.FindText("metadata", "name") ?? "");
        }
    }

    public static void ApplyToCronJob(JsonObject value)
    {
        var spec = value.GetOrAddObject("spec");
        spec.SetDefault("concurrencyPolicy", "Allow");
        spec.SetDefault("suspend", false);
        spec.SetDefault("successfulJobsHistoryLimit", 3);
        spec.SetDefault("failedJobsHistoryLimit", 1);
        if (spec.FindObject("jobTemplate", "spec") is { } job)
        {
            PodDefaults.ApplyToTemplate(job);
        }
    }

    private static void ApplyToJobSpec(JsonObject spec)
    {
        if (spec["completions"] is null && spec["parallelism"] is null)
        {
            spec["completions"] = 1;
        }

        spec.SetDefault("parallelism", 1);
        spec.SetDefault("backoffLimit", spec["backoffLimitPerIndex"] is null ? BackoffLimit : int.MaxValue);
        spec.SetDefault("completionMode", "NonIndexed");
        spec.SetDefault("suspend", false);
        spec.SetDefault("manualSelector", false);
        spec.SetDefault("podReplacementPolicy", spec["podFailurePolicy"] is null ? "TerminatingOrFailed" : "Failed");
        PodDefaults.ApplyToTemplate(spec);
    }

    private static void SelectOwnPods(JsonObject spec, string uid, string name)
    {
        var labels = spec.GetOrAddObject("template").GetOrAddObject("metadata").GetOrAddObject("labels");
        labels.SetDefault("batch.kubernetes.io/controller-uid", uid);
        labels.SetDefault("batch.kubernetes.io/job-name", name);
        labels.SetDefault("controller-uid", uid);
        labels.SetDefault("job-name", name);
        spec.SetDefault("selector", new JsonObject
        {
            ["matchLabels"] = new JsonObject { ["batch.kubernetes.io/controller-uid"] = uid },
        });
    }
}
