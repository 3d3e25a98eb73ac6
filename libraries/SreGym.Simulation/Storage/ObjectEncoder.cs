using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SreGym.Simulation.Storage;

/// <summary>Writes an object once, in the field order of the API server; from then on its bytes are only copied.</summary>
internal static class ObjectEncoder
{
    private static readonly string[] s_metadataOrder =
    [
        "name", "generateName", "namespace", "selfLink", "uid", "resourceVersion", "generation", "creationTimestamp",
        "deletionTimestamp", "deletionGracePeriodSeconds", "labels", "annotations", "ownerReferences", "finalizers", "managedFields",
    ];

    private static readonly JsonWriterOptions s_writing =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static DraftObject Encode(ResourceType type, JsonObject value)
    {
        var metadata = value["metadata"]!.AsObject();
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var writer = new Utf8JsonWriter(buffer, s_writing);
        writer.WriteStartObject();
        writer.WriteString("kind", type.Kind);
        writer.WriteString("apiVersion", type.ApiVersion);
        writer.Flush();
        var bodyStart = buffer.WrittenCount + 1;
        writer.WritePropertyName("metadata");
        var versionStart = WriteMetadata(writer, buffer, metadata);
        writer.Flush();
        var metadataEnd = buffer.WrittenCount;
        foreach (var (key, field) in value)
        {
            if (key is not ("kind" or "apiVersion" or "metadata"))
            {
                Write(writer, key, field);
            }
        }

        writer.WriteEndObject();
        writer.Flush();
        return new DraftObject
        {
            Type = type,
            Namespace = FindText(metadata, "namespace"),
            Name = FindText(metadata, "name") ?? "",
            Uid = FindText(metadata, "uid") ?? "",
            Generation = metadata["generation"] is JsonValue number && number.TryGetValue<long>(out var generation) ? generation : 0,
            Labels = LabelSet.From(metadata["labels"]),
            Owners = ReadOwners(metadata["ownerReferences"]),
            DeletionTimestamp = ReadTime(FindText(metadata, "deletionTimestamp")),
            HasFinalizers = metadata["finalizers"] is JsonArray { Count: > 0 },
            Json = buffer.WrittenMemory,
            BodyStart = bodyStart,
            VersionStart = versionStart,
            MetadataEnd = metadataEnd,
        };
    }

    private static int WriteMetadata(Utf8JsonWriter writer, ArrayBufferWriter<byte> buffer, JsonObject metadata)
    {
        var versionStart = 0;
        writer.WriteStartObject();
        foreach (var key in s_metadataOrder)
        {
            if (key == "resourceVersion")
            {
                writer.WriteString(key, "");
                writer.Flush();
                versionStart = buffer.WrittenCount - 1;
            }
            else if (metadata.TryGetPropertyValue(key, out var field) && field is not null)
            {
                Write(writer, key, field);
            }
        }

        writer.WriteEndObject();
        return versionStart;
    }

    private static void Write(Utf8JsonWriter writer, string key, JsonNode? field)
    {
        writer.WritePropertyName(key);
        if (field is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            field.WriteTo(writer);
        }
    }

    private static OwnerReference[] ReadOwners(JsonNode? owners) => owners is not JsonArray { Count: > 0 } list
        ? []
        : [.. list.OfType<JsonObject>().Select(owner => new OwnerReference(
            FindText(owner, "apiVersion") ?? "",
            FindText(owner, "kind") ?? "",
            FindText(owner, "name") ?? "",
            FindText(owner, "uid") ?? "",
            IsTrue(owner, "controller"),
            IsTrue(owner, "blockOwnerDeletion")))];

    private static string? FindText(JsonObject value, string key) =>
        value[key] is JsonValue field && field.TryGetValue<string>(out var text) ? text : null;

    private static bool IsTrue(JsonObject value, string key) =>
        value[key] is JsonValue field && field.TryGetValue<bool>(out var flag) && flag;

    private static DateTimeOffset? ReadTime(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
