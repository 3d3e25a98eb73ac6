using System.Text.Json;

namespace SreGym.Simulation.Storage;

/// <summary>The fields that field selectors may name, as the API server's storage strategies list them.</summary>
internal static class SelectableFields
{
    private static readonly string[] s_common = ["metadata.name", "metadata.namespace"];

    private static readonly Dictionary<ResourceType, string[]> s_byType = new()
    {
        [ResourceTypes.Pods] =
        [
            .. s_common, "spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "spec.hostNetwork",
            "status.phase", "status.podIP", "status.nominatedNodeName",
        ],
        [ResourceTypes.Events] =
        [
            .. s_common, "involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid",
            "involvedObject.apiVersion", "involvedObject.resourceVersion", "involvedObject.fieldPath", "reason",
            "reportingComponent", "source", "type",
        ],
        [ResourceTypes.Secrets] = [.. s_common, "type"],
        [ResourceTypes.Nodes] = ["metadata.name", "spec.unschedulable"],
        [ResourceTypes.Namespaces] = ["metadata.name", "status.phase", "name"],
        [ResourceTypes.Services] = [.. s_common, "spec.clusterIP", "spec.type"],
        [ResourceTypes.ReplicaSets] = [.. s_common, "status.replicas"],
        [ResourceTypes.ReplicationControllers] = [.. s_common, "status.replicas"],
        [ResourceTypes.Jobs] = [.. s_common, "status.successful"],
    };

    public static string[] For(ResourceType type) => s_byType.TryGetValue(type, out var fields) ? fields : s_common;

    public static string?[] Read(StoredObject value)
    {
        using var document = JsonDocument.Parse(value.Json);
        var root = document.RootElement;
        return [.. For(value.Type).Select(path => Read(root, path))];
    }

    private static string? Read(JsonElement root, string path)
    {
        switch (path)
        {
            case "name":
                return Read(root, "metadata.name");
            case "source":
                return Read(root, "source.component") ?? Read(root, "reportingComponent");
            case "status.successful":
                return Read(root, "status.succeeded") ?? "0";
        }

        var node = root;
        foreach (var segment in path.Split('.'))
        {
            if (node.ValueKind != JsonValueKind.Object || !node.TryGetProperty(segment, out node))
            {
                return path is "spec.unschedulable" or "spec.hostNetwork" ? "false" : null;
            }
        }

        return node.ValueKind == JsonValueKind.String ? node.GetString() : node.GetRawText();
    }
}
