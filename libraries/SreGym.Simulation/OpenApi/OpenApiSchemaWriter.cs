using System.Text.Json;
using SreGym.Simulation.Schema;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.OpenApi;

/// <summary>Writes the schemas of the resources' kinds and of every message these reach.</summary>
internal sealed class OpenApiSchemaWriter(Utf8JsonWriter json, OpenApiForm form)
{
    private readonly Dictionary<string, SchemaMessage> _reached = new(StringComparer.Ordinal);

    public static void WriteKind(Utf8JsonWriter json, string group, string version, string kind)
    {
        json.WriteStartObject();
        json.WriteString("group", group);
        json.WriteString("kind", kind);
        json.WriteString("version", version);
        json.WriteEndObject();
    }

    public void Write(IReadOnlyList<ResourceType> resources)
    {
        var kinds = new Dictionary<string, List<(string Group, string Version, string Kind)>>(StringComparer.Ordinal);
        foreach (var type in resources)
        {
            Add(kinds, type.Group, type.Version, type.Kind);
            foreach (var subresource in type.Subresources)
            {
                var (group, version) = subresource.Version.Length > 0
                    ? (subresource.Group, subresource.Version)
                    : (type.Group, type.Version);
                Add(kinds, group, version, subresource.Kind);
            }
        }

        foreach (var message in _reached.Values.OrderBy(OpenApiNames.Of, StringComparer.Ordinal))
        {
            WriteMessage(message, kinds.GetValueOrDefault(message.Name));
        }

        foreach (var custom in resources.Where(type => type.Custom))
        {
            WriteCustom(custom);
        }
    }

    private void Add(Dictionary<string, List<(string Group, string Version, string Kind)>> kinds, string group, string version, string kind)
    {
        if (KubernetesSchema.FindKind(group, version, kind) is not { } message)
        {
            return;
        }

        Reach(message);
        if (!kinds.TryGetValue(message.Name, out var known))
        {
            kinds[message.Name] = known = [];
        }

        if (!known.Contains((group, version, kind)))
        {
            known.Add((group, version, kind));
        }
    }

    private void Reach(SchemaMessage message)
    {
        if (!_reached.TryAdd(message.Name, message))
        {
            return;
        }

        foreach (var field in message.Fields)
        {
            if (field.Message is { } next)
            {
                Reach(next);
            }
        }
    }

    private void WriteCustom(ResourceType type)
    {
        json.WriteStartObject(OpenApiNames.OfKind(type));
        json.WriteString("type", "object");
        json.WriteBoolean("x-kubernetes-preserve-unknown-fields", true);
        WriteKinds([(type.Group, type.Version, type.Kind)]);
        json.WriteEndObject();
    }

    private void WriteKinds(IReadOnlyList<(string Group, string Version, string Kind)> kinds)
    {
        json.WriteStartArray("x-kubernetes-group-version-kind");
        foreach (var (group, version, kind) in kinds)
        {
            WriteKind(json, group, version, kind);
        }

        json.WriteEndArray();
    }

    private void WriteMessage(SchemaMessage message, List<(string Group, string Version, string Kind)>? kinds)
    {
        json.WriteStartObject(OpenApiNames.Of(message));
        WriteText("description", message.Description);
        if (!message.IsUnion)
        {
            json.WriteString("type", "object");
            WriteFields(message);
        }

        if (message.IsAtomic)
        {
            json.WriteString("x-kubernetes-map-type", "atomic");
        }

        if (kinds is not null)
        {
            WriteKinds(kinds);
        }

        json.WriteEndObject();
    }

    private void WriteFields(SchemaMessage message)
    {
        if (message.Fields.Any(candidate => candidate.IsRequired))
        {
            json.WriteStartArray("required");
            foreach (var required in message.Fields.Where(candidate => candidate.IsRequired))
            {
                json.WriteStringValue(required.Name);
            }

            json.WriteEndArray();
        }

        json.WriteStartObject("properties");
        foreach (var member in message.Fields)
        {
            json.WriteStartObject(member.Name);
            WriteField(member);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private void WriteField(SchemaField member)
    {
        WriteText("description", member.Description);
        switch (member.Collection)
        {
            case SchemaCollection.List:
                json.WriteString("type", "array");
                json.WriteStartObject("items");
                WriteType(member);
                json.WriteEndObject();
                break;
            case SchemaCollection.Map:
                json.WriteString("type", "object");
                json.WriteStartObject("additionalProperties");
                WriteType(member);
                json.WriteEndObject();
                break;
            default:
                WriteType(member);
                break;
        }

        WriteExtensions(member);
    }

    private void WriteExtensions(SchemaField member)
    {
        WriteText("x-kubernetes-patch-merge-key", member.PatchMergeKey ?? "");
        var strategy = (member.MergesOnPatch, member.RetainsKeysOnPatch, member.ReplacesOnPatch) switch
        {
            (true, true, _) => "merge,retainKeys",
            (true, _, _) => "merge",
            (_, true, _) => "retainKeys",
            (_, _, true) => "replace",
            _ => "",
        };
        WriteText("x-kubernetes-patch-strategy", strategy);
        if (member.HasListType)
        {
            json.WriteString("x-kubernetes-list-type",
                member.ListType switch { SchemaListType.Map => "map", SchemaListType.Set => "set", _ => "atomic" });
        }

        if (member.ListMapKeys.Count > 0)
        {
            json.WriteStartArray("x-kubernetes-list-map-keys");
            foreach (var key in member.ListMapKeys)
            {
                json.WriteStringValue(key);
            }

            json.WriteEndArray();
        }

        if (member.IsAtomicMap)
        {
            json.WriteString("x-kubernetes-map-type", "atomic");
        }

        if (member.Default is { } text)
        {
            json.WritePropertyName("default");
            if (member.Kind is SchemaKind.Text)
            {
                json.WriteStringValue(text);
            }
            else
            {
                json.WriteRawValue(text);
            }
        }

        if (member.Enum.Count > 0)
        {
            json.WriteStartArray("enum");
            foreach (var value in member.Enum)
            {
                json.WriteStringValue(value);
            }

            json.WriteEndArray();
        }
    }

    private void WriteType(SchemaField member)
    {
        switch (member.Kind)
        {
            case SchemaKind.Message:
                WriteReference(OpenApiNames.Of(member.Message!));
                break;
            case SchemaKind.Boolean:
                json.WriteString("type", "boolean");
                break;
            case SchemaKind.Number32 or SchemaKind.Number64:
                json.WriteString("type", "integer");
                json.WriteString("format", member.Kind == SchemaKind.Number32 ? "int32" : "int64");
                break;
            case SchemaKind.Real:
                json.WriteString("type", "number");
                json.WriteString("format", "double");
                break;
            case SchemaKind.Strings:
                json.WriteString("type", "array");
                json.WriteStartObject("items");
                json.WriteString("type", "string");
                json.WriteEndObject();
                break;
            case SchemaKind.Raw:
                json.WriteString("type", "object");
                break;
            case SchemaKind.Json:
                json.WriteBoolean("x-kubernetes-preserve-unknown-fields", true);
                break;
            default:
                json.WriteString("type", "string");
                WriteText("format", Format(member.Kind));
                break;
        }
    }

    private static string Format(SchemaKind kind) => kind switch
    {
        SchemaKind.Bytes => "byte",
        SchemaKind.Time or SchemaKind.MicroTime => "date-time",
        SchemaKind.IntOrString => "int-or-string",
        _ => "",
    };

    private void WriteReference(string name)
    {
        if (form == OpenApiForm.V2)
        {
            json.WriteString("$ref", OpenApiNames.Reference(form, name));
            return;
        }

        json.WriteStartArray("allOf");
        json.WriteStartObject();
        json.WriteString("$ref", OpenApiNames.Reference(form, name));
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private void WriteText(string name, string value)
    {
        if (value.Length > 0)
        {
            json.WriteString(name, value);
        }
    }
}
