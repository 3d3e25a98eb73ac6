using System.Text.Json;

namespace SreGym.Simulation.Tables;

/// <summary>The columns of nodes, namespaces, events and other things of the cluster itself.</summary>
internal static class ClusterCells
{
    private const string RolePrefix = "node-role.kubernetes.io/";

    public static void WriteNode(Utf8JsonWriter cells, JsonElement value, DateTimeOffset now)
    {
        cells.WriteStringValue(value.Name());
        cells.WriteStringValue(NodeStatus(value));
        cells.WriteStringValue(NodeRoles(value));
        cells.WriteStringValue(value.Age(now));
        cells.WriteStringValue(value.Text("status", "nodeInfo", "kubeletVersion"));
        cells.WriteStringValue(Address(value, "InternalIP"));
        cells.WriteStringValue(Address(value, "ExternalIP"));
        cells.WriteStringValue(Known(value.Text("status", "nodeInfo", "osImage")));
        var architecture = value.Text("status", "nodeInfo", "architecture");
        var kernel = value.Text("status", "nodeInfo", "kernelVersion");
        cells.WriteStringValue(kernel.Length > 0 && architecture.Length > 0 ? $"{kernel} ({architecture})" : Known(kernel));
        cells.WriteStringValue(Known(value.Text("status", "nodeInfo", "containerRuntimeVersion")));
    }

    public static void WriteNamespace(Utf8JsonWriter cells, JsonElement value, DateTimeOffset now)
    {
        cells.WriteStringValue(value.Name());
        cells.WriteStringValue(value.Text("status", "phase"));
        cells.WriteStringValue(value.Age(now));
    }

    public static void WriteEvent(Utf8JsonWriter cells, JsonElement value, DateTimeOffset now)
    {
        var first = value.At("firstTimestamp") is null ? value.Since(now, "eventTime") : value.Since(now, "firstTimestamp");
        var last = value.At("lastTimestamp") is null ? first : value.Since(now, "lastTimestamp");
        var count = Math.Max(1, value.Number("count"));
        if (value.At("series") is { } series)
        {
            (last, count) = (series.Since(now, "lastObservedTime"), series.Number("count"));
        }

        var (kind, name) = (value.Text("involvedObject", "kind").ToLowerInvariant(), value.Text("involvedObject", "name"));
        cells.WriteStringValue(last);
        cells.WriteStringValue(value.Text("type"));
        cells.WriteStringValue(value.Text("reason"));
        cells.WriteStringValue(name.Length > 0 ? $"{kind}/{name}" : kind);
        cells.WriteStringValue(value.Text("involvedObject", "fieldPath"));
        cells.WriteStringValue(Source(value));
        cells.WriteStringValue(value.Text("message").Trim());
        cells.WriteStringValue(first);
        cells.WriteNumberValue(count);
        cells.WriteStringValue(value.Name());
    }

    public static void WriteLease(Utf8JsonWriter cells, JsonElement value, DateTimeOffset now)
    {
        cells.WriteStringValue(value.Name());
        cells.WriteStringValue(value.Text("spec", "holderIdentity"));
        cells.WriteStringValue(value.Age(now));
    }

    public static void WritePriorityClass(Utf8JsonWriter cells, JsonElement value, DateTimeOffset now)
    {
        cells.WriteStringValue(value.Name());
        cells.WriteNumberValue(value.Number("value"));
        cells.WriteBooleanValue(value.Flag("globalDefault"));
        cells.WriteStringValue(value.Age(now));
        cells.WriteStringValue(value.Text("preemptionPolicy"));
    }

    public static void WriteResourceQuota(Utf8JsonWriter cells, JsonElement value, DateTimeOffset now)
    {
        string Usage(bool limits) => string.Join(", ", value.Entries("status", "hard")
            .Where(entry => entry.Name.StartsWith("limits", StringComparison.Ordinal) == limits)
            .OrderBy(entry => entry.Name, StringComparer.Ordinal)
            .Select(entry => $"{entry.Name}: {value.Text("status", "used", entry.Name)}/{entry.Value}"));
        cells.WriteStringValue(value.Name());
        cells.WriteStringValue(Usage(limits: false));
        cells.WriteStringValue(Usage(limits: true));
        cells.WriteStringValue(value.Age(now));
    }

    private static string NodeStatus(JsonElement node)
    {
        var ready = node.Items("status", "conditions").FirstOrDefault(condition => condition.Text("type") == "Ready");
        var status = ready.ValueKind == JsonValueKind.Undefined ? "Unknown" : ready.Text("status") == "True" ? "Ready" : "NotReady";
        return node.Flag("spec", "unschedulable") ? status + ",SchedulingDisabled" : status;
    }

    private static string NodeRoles(JsonElement node)
    {
        var roles = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var label in node.Entries("metadata", "labels"))
        {
            if (label.Name.StartsWith(RolePrefix, StringComparison.Ordinal) && label.Name.Length > RolePrefix.Length)
            {
                roles.Add(label.Name[RolePrefix.Length..]);
            }
            else if (label.Name == "kubernetes.io/role" && label.Value.GetString() is { Length: > 0 } role)
            {
                roles.Add(role);
            }
        }

        return roles.Count == 0 ? JsonCells.None : string.Join(',', roles);
    }

    private static string Address(JsonElement node, string type) =>
        node.Items("status", "addresses").FirstOrDefault(address => address.Text("type") == type).TextOrNone("address");

    private static string Known(string text) => text.Length == 0 ? "<unknown>" : text;

    private static string Source(JsonElement value)
    {
        var component = value.Text("source", "component") is { Length: > 0 } own ? own : value.Text("reportingComponent");
        var instance = value.Text("source", "host") is { Length: > 0 } host ? host : value.Text("reportingInstance");
        return instance.Length == 0 ? component : $"{component}, {instance}";
    }
}
