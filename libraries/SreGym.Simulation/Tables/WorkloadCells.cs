using System.Text.Json;

namespace SreGym.Simulation.Tables;

/// <summary>The columns of what makes pods, scales them or protects them.</summary>
internal static class WorkloadCells
{
    public static void WriteDeployment(Utf8JsonWriter cells, JsonElement value, DateTimeOffset now)
    {
        cells.WriteStringValue(value.Name());
        cells.WriteStringValue(JsonCells.Fraction(value.Number("status", "readyReplicas"), value.Number("spec", "replicas")));
        cells.WriteNumberValue(value.Number("status", "updatedReplicas"));
        cells.WriteNumberValue(value.Number("status", "availableReplicas"));
        cells.WriteStringValue(value.Age(now));
        WriteTemplate(cells, value);
        cells.WriteStringValue(value.Selector("spec", "selector"));
    }

    public static void WriteReplicaSet(Utf8JsonWriter cells, JsonElement value, DateTimeOffset now)
    {
        WriteReplicas(cells, value, now);
        cells.WriteStringValue(value.Selector("spec", "selector"));
    }

    public static void WriteReplicationController(Utf8JsonWriter cells, JsonElement value, DateTimeOffset now)
    {
        WriteReplicas(cells, value, now);
        cells.WriteStringValue(value.Labels("spec", "selector"));
    }

    public static void WriteStatefulSet(Utf8JsonWriter cells, JsonElement value, DateTimeOffset now)
    {
        cells.WriteStringValue(value.Name());
        cells.WriteStringValue(JsonCells.Fraction(value.Number("status", "readyReplicas"), value.Number("spec", "replicas")));
        cells.WriteStringValue(value.Age(now));
        WriteTemplate(cells, value);
    }

    public static void WriteDaemonSet(Utf8JsonWriter cells, JsonElement value, DateTimeOffset now)
    {
        cells.WriteStringValue(value.Name());
        cells.WriteNumberValue(value.Number("status", "desiredNumberScheduled"));
        cells.WriteNumberValue(value.Number("status", "currentNumberScheduled"));
        cells.WriteNumberValue(value.Number("status", "numberReady"));
        cells.WriteNumberValue(value.Number("status", "updatedNumberScheduled"));
        cells.WriteNumberValue(value.Number("status", "numberAvailable"));
        cells.WriteStringValue(value.Labels("spec", "template", "spec", "nodeSelector"));
        cells.WriteStringValue(value.Age(now));
        WriteTemplate(cells, value);
        cells.WriteStringValue(value.Selector("spec", "selector"));
    }

    public static void WritePodTemplate(Utf8JsonWriter cells, JsonElement value, DateTimeOffset now)
    {
        var (names, images) = (value.At("template", "spec") ?? value).Containers();
        cells.WriteStringValue(value.Name());
        cells.WriteStringValue(names);
        cells.WriteStringValue(images);
        cells.WriteStringValue(value.Labels("template", "metadata", "labels"));
    }

    public static void WriteControllerRevision(Utf8JsonWriter cells, JsonElement value, DateTimeOffset now)
    {
        var owner = value.Items("metadata", "ownerReferences").FirstOrDefault(reference => reference.Flag("controller"));
        var kind = owner.Text("kind");
        var group = owner.Text("apiVersion").Split('/') is [var name, _] ? "." + name : "";
        cells.WriteStringValue(value.Name());
        cells.WriteStringValue(kind.Length == 0 ? JsonCells.None : $"{kind.ToLowerInvariant()}{group}/{owner.Text("name")}");
        cells.WriteNumberValue(value.Number("revision"));
        cells.WriteStringValue(value.Age(now));
    }

    public static void WriteAutoscaler(Utf8JsonWriter cells, JsonElement value, DateTimeOffset now)
    {
        cells.WriteStringValue(value.Name());
        cells.WriteStringValue($"{value.Text("spec", "scaleTargetRef", "kind")}/{value.Text("spec", "scaleTargetRef", "name")}");
        var targets = value.Items("spec", "metrics").Select(Target).ToList();
        cells.WriteStringValue(targets.Count == 0 ? JsonCells.None : string.Join(", ", targets));
        cells.WriteStringValue(value.Text("spec", "minReplicas") is { Length: > 0 } min ? min : "<unset>");
        cells.WriteNumberValue(value.Number("spec", "maxReplicas"));
        cells.WriteNumberValue(value.Number("status", "currentReplicas"));
        cells.WriteStringValue(value.Age(now));
    }

    public static void WriteDisruptionBudget(Utf8JsonWriter cells, JsonElement value, DateTimeOffset now)
    {
        cells.WriteStringValue(value.Name());
        cells.WriteStringValue(value.Text("spec", "minAvailable") is { Length: > 0 } min ? min : "N/A");
        cells.WriteStringValue(value.Text("spec", "maxUnavailable") is { Length: > 0 } max ? max : "N/A");
        cells.WriteNumberValue(value.Number("status", "disruptionsAllowed"));
        cells.WriteStringValue(value.Age(now));
    }

    public static void WriteTemplate(Utf8JsonWriter cells, JsonElement value)
    {
        var (names, images) = (value.At("spec", "template", "spec") ?? value).Containers();
        cells.WriteStringValue(names);
        cells.WriteStringValue(images);
    }

    private static void WriteReplicas(Utf8JsonWriter cells, JsonElement value, DateTimeOffset now)
    {
        cells.WriteStringValue(value.Name());
        cells.WriteNumberValue(value.Number("spec", "replicas"));
        cells.WriteNumberValue(value.Number("status", "replicas"));
        cells.WriteNumberValue(value.Number("status", "readyReplicas"));
        cells.WriteStringValue(value.Age(now));
        WriteTemplate(cells, value);
    }

    private static string Target(JsonElement metric) =>
        metric.Text("type") == "Resource"
            ? metric.Text("resource", "target", "averageUtilization") is { Length: > 0 } percent
                ? $"{metric.Text("resource", "name")}: <unknown>/{percent}%"
                : $"{metric.Text("resource", "name")}: <unknown>/{metric.Text("resource", "target", "averageValue")}"
            : "<unknown type>";
}
