using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using SreGym.Simulation.Json;
using SreGym.Simulation.Runtime;
using SreGym.Simulation.Storage;

namespace SreGym.Fidelity.Tests.Recordings;

/// <summary>Writes down what happens in a namespace of a simulated cluster, in the notation of the recordings.</summary>
internal sealed class ClusterRecorder : IDisposable
{
    private static readonly string[] s_counts =
    [
        "replicas", "updatedReplicas", "readyReplicas", "availableReplicas", "unavailableReplicas", "fullyLabeledReplicas",
        "terminatingReplicas", "observedGeneration",
    ];

    private readonly ConcurrentQueue<string> _lines = new();
    private readonly string _namespace;
    private readonly TimeProvider _time;
    private readonly DateTimeOffset _start;
    private readonly IDisposable _subscription;

    public ClusterRecorder(SimulatedCluster cluster, string @namespace)
    {
        _namespace = @namespace;
        _time = cluster.Options.TimeProvider;
        _start = _time.GetUtcNow();
        _subscription = cluster.Api.Store.Subscribe(Record);
    }

    public IReadOnlyList<string> Lines => [.. _lines];

    public void Dispose() => _subscription.Dispose();

    private void Record(StoreChange change)
    {
        if (change.Object.Namespace != _namespace)
        {
            return;
        }

        var value = change.Object.Parse();
        foreach (var line in Describe(change.Object.Type, change.Object.Name, change.Type.ToString().ToUpperInvariant(), value))
        {
            _lines.Enqueue(line);
        }
    }

    private IEnumerable<string> Describe(ResourceType type, string name, string change, JsonObject value)
    {
        var time = (_time.GetUtcNow() - _start).TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture).PadLeft(8) + "s";
        return type.Kind switch
        {
            "Event" => DescribeEvent($"{time} Event {change}", value),
            "Pod" => [$"{time} Pod {change} {name}  {Pod(value)}", .. Conditions(value), .. Containers(value)],
            "ReplicaSet" or "Deployment" => [$"{time} {type.Kind} {change} {name}  {Counts(type.Kind, value)}", .. Conditions(value)],
            _ => [],
        };
    }

    private static IEnumerable<string> DescribeEvent(string head, JsonObject value)
    {
        var involved = value.FindObject("involvedObject");
        var source = value.FindText("source", "component") is { } component
            ? component + (value.FindText("source", "host") is { } host ? $",{host}" : "")
            : "None";
        yield return $"{head} {value.FindText("type")} {value.FindText("reason")} x{Or(value["count"])} "
            + $"{involved.FindText("kind")}/{involved.FindText("name")} {involved.FindText("fieldPath")}".TrimEnd();
        yield return $"            message: {value.FindText("message")}";
        yield return $"            source={source} reporting={value.FindText("reportingComponent")}/{value.FindText("reportingInstance")} "
            + $"action={Or(value["action"])} first={Or(value["firstTimestamp"])} last={Or(value["lastTimestamp"])} "
            + $"eventTime={Or(value["eventTime"])} series={Or(value["series"])}";
    }

    private static string Pod(JsonObject value)
    {
        var node = value.FindText("spec", "nodeName") is { } name ? $" node={name}" : " unscheduled";
        var deleting = value.FindText("metadata", "deletionTimestamp") is null
            ? ""
            : $" DELETING grace={value.FindNumber("metadata", "deletionGracePeriodSeconds")}";
        return $"phase={value.FindText("status", "phase")}{node}{deleting}{(value.FindText("status", "podIP") is null ? "" : " podIP")}";
    }

    private static string Counts(string kind, JsonObject value) => string.Join(' ', s_counts
        .Select(count => (Name: count, Value: value.FindNumber("status", count)))
        .Where(count => count.Value is not null)
        .Select(count => $"{count.Name}={count.Value}")
        .Prepend($"spec.replicas={value.FindNumber("spec", "replicas")}"))
        + (kind == "Deployment" ? " " : "");

    private static IEnumerable<string> Conditions(JsonObject value)
    {
        var conditions = value.Objects("status", "conditions").Select(condition =>
            $"{condition.FindText("type")}={condition.FindText("status")}" + (condition.FindText("reason") is { } reason
                ? $"({reason}{(condition.FindText("message") is { } message ? $": {message}" : "")})"
                : "")).ToList();
        return conditions.Count == 0 ? [] : [$"            conditions: {string.Join(' ', conditions)}"];
    }

    private static IEnumerable<string> Containers(JsonObject value)
    {
        var containers = value.Objects("status", "containerStatuses").Select(status =>
            $"{status.FindText("name")}: {State(status)} ready={Flag(status, "ready")} started={Flag(status, "started")} "
            + $"restarts={status.FindNumber("restartCount")}").ToList();
        return containers.Count == 0 ? [] : [$"            containers: {string.Join("; ", containers)}"];
    }

    private static string State(JsonObject status)
    {
        var (name, detail) = status.FindObject("state")!.Single();
        var reason = detail.FindText("reason") is { } text ? $"{{{text}}}" : "";
        var exit = detail.FindNumber("exitCode") is { } code ? $" exit={code}" : "";
        return $"{name}{reason}{exit}{(detail.FindText("message") is { } message ? $" \"{message}\"" : "")}";
    }

    private static string Flag(JsonObject status, string name) => status.FindFlag(name) is true ? "True" : "False";

    private static string Or(JsonNode? value) => value?.ToString() ?? "None";
}
