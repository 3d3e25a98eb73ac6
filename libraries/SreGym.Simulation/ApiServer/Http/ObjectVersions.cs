using System.Text.Json;
using System.Text.Json.Nodes;
using SreGym.Simulation.Json;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.ApiServer.Http;

/// <summary>Shows objects in another version than they are kept in.</summary>
internal static class ObjectVersions
{
    // events.k8s.io/v1 on the left, core/v1 on the right (pkg/apis/events/v1/conversion.go).
    private static readonly (string View, string Kept)[] s_eventFields =
    [
        ("note", "message"),
        ("regarding", "involvedObject"),
        ("reportingController", "reportingComponent"),
        ("deprecatedSource", "source"),
        ("deprecatedFirstTimestamp", "firstTimestamp"),
        ("deprecatedLastTimestamp", "lastTimestamp"),
        ("deprecatedCount", "count"),
    ];

    public static ReadOnlyMemory<byte> Convert(ResourceType type, StoredObject value)
    {
        var json = value.Parse();
        Show(type, json);
        return JsonSerializer.SerializeToUtf8Bytes(json);
    }

    /// <summary>From the kept version to the one of the resource.</summary>
    public static void Show(ResourceType type, JsonObject value)
    {
        value["apiVersion"] = type.ApiVersion;
        if (type == ResourceTypes.EventsV1)
        {
            foreach (var (view, kept) in s_eventFields)
            {
                Rename(value, kept, view);
            }
        }
    }

    /// <summary>From the version of the resource to the kept one.</summary>
    public static void Keep(ResourceType type, JsonObject value)
    {
        if (type.StoredAs is not { } kept)
        {
            return;
        }

        value["apiVersion"] = kept.ApiVersion;
        if (type == ResourceTypes.EventsV1)
        {
            foreach (var (view, field) in s_eventFields)
            {
                Rename(value, view, field);
            }

            value.SetDefault("source", new JsonObject());
        }
    }

    private static void Rename(JsonObject value, string from, string to)
    {
        if (value.TryGetPropertyValue(from, out var field))
        {
            value.Remove(from);
            value[to] = field;
        }
    }
}
