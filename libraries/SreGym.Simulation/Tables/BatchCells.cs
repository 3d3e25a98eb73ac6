using System.Globalization;
using System.Text.Json;

namespace SreGym.Simulation.Tables;

/// <summary>The columns of jobs and cron jobs.</summary>
internal static class BatchCells
{
    public static void WriteJob(Utf8JsonWriter cells, JsonElement value, DateTimeOffset now)
    {
        cells.WriteStringValue(value.Name());
        cells.WriteStringValue(Status(value));
        cells.WriteStringValue(Completions(value));
        cells.WriteStringValue(value.Time("status", "startTime") is { } start
            ? HumanDuration.Format((value.Time("status", "completionTime") ?? now) - start)
            : "");
        cells.WriteStringValue(value.Age(now));
        WorkloadCells.WriteTemplate(cells, value);
        cells.WriteStringValue(value.Selector("spec", "selector"));
    }

    public static void WriteCronJob(Utf8JsonWriter cells, JsonElement value, DateTimeOffset now)
    {
        cells.WriteStringValue(value.Name());
        cells.WriteStringValue(value.Text("spec", "schedule"));
        cells.WriteStringValue(value.TextOrNone("spec", "timeZone"));
        cells.WriteStringValue(value.At("spec", "suspend") is null ? "<unset>" : value.Flag("spec", "suspend") ? "True" : "False");
        cells.WriteNumberValue(value.Items("status", "active").Count());
        cells.WriteStringValue(
            value.At("status", "lastScheduleTime") is null ? JsonCells.None : value.Since(now, "status", "lastScheduleTime"));
        cells.WriteStringValue(value.Age(now));
        var template = value.At("spec", "jobTemplate") ?? value;
        WorkloadCells.WriteTemplate(cells, template);
        cells.WriteStringValue(template.Selector("spec", "selector"));
    }

    private static string Status(JsonElement job)
    {
        bool Is(string type) => job.Items("status", "conditions").Any(c => c.Text("type") == type && c.Text("status") == "True");
        return Is("Complete") ? "Complete"
            : Is("Failed") ? "Failed"
            : job.At("metadata", "deletionTimestamp") is not null ? "Terminating"
            : Is("Suspended") ? "Suspended"
            : Is("FailureTarget") ? "FailureTarget"
            : Is("SuccessCriteriaMet") ? "SuccessCriteriaMet"
            : "Running";
    }

    private static string Completions(JsonElement job)
    {
        var succeeded = job.Number("status", "succeeded");
        var parallelism = job.Number("spec", "parallelism");
        return job.At("spec", "completions") is not null ? JsonCells.Fraction(succeeded, job.Number("spec", "completions"))
            : parallelism > 1 ? string.Create(CultureInfo.InvariantCulture, $"{succeeded}/1 of {parallelism}")
            : JsonCells.Fraction(succeeded, 1);
    }
}
