using System.Text.Json.Nodes;
using SreGym.Simulation.Json;
using SreGym.Simulation.Schema;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.ApiServer.ManagedFields;

/// <summary>Keeps <c>metadata.managedFields</c> (k8s.io/apimachinery/pkg/util/managedfields).</summary>
internal static class FieldOwnership
{
    // What the server decides, nobody owns.
    private static readonly string[] s_serverMetadata =
    [
        "name", "namespace", "creationTimestamp", "selfLink", "uid", "generation", "managedFields", "resourceVersion",
        "deletionTimestamp", "deletionGracePeriodSeconds",
    ];

    public static FieldShape ShapeOf(ResourceType type) =>
        FieldShape.OfObject(type.Custom ? null : KubernetesSchema.FindKind(type.Group, type.Version, type.Kind));

    /// <summary>A new object belongs to its creator, the status apart.</summary>
    /// <param name="type">The resource.</param>
    /// <param name="value">The object with its defaults.</param>
    /// <param name="manager">Who creates it.</param>
    /// <param name="now">When.</param>
    /// <param name="applied">Fields of the configuration where it is created by server-side apply.</param>
    public static void Create(ResourceType type, JsonObject value, string manager, string now, FieldSet? applied)
    {
        value.FindObject("metadata")?.Remove("managedFields");
        var fields = applied ?? Strip(type, FieldComparison.Compare(new JsonObject(), value, ShapeOf(type)).Changed, subresource: null);
        var operation = applied is null ? FieldOwner.Updates : FieldOwner.Applies;
        var owners = new FieldOwners();
        owners.Set(new FieldOwner(manager, operation, type.ApiVersion, "", now, fields));
        owners.WriteTo(value);
    }

    /// <summary>What a write changes belongs to the writer from now on.</summary>
    public static void Update(ResourceType type, JsonObject old, JsonObject value, string manager, string now, string? subresource)
    {
        var owners = subresource is null && FieldOwners.Read(value) is { All.Count: > 0 } sent ? sent : FieldOwners.Read(old);
        if (subresource is null && IsReset(value))
        {
            owners = new FieldOwners();
        }

        var comparison = FieldComparison.Compare(old, value, ShapeOf(type));
        var changed = Strip(type, comparison.Changed, subresource);
        owners.Take(changed.Union(comparison.Removed));
        if (!changed.IsEmpty)
        {
            var owner = new FieldOwner(manager, FieldOwner.Updates, type.ApiVersion, subresource ?? "", now, changed);
            owners.Set(owners.Find(owner) is { } before ? owner with { Fields = before.Fields.Union(changed) } : owner);
        }

        owners.WriteTo(value);
    }

    /// <summary>The fields of an applied configuration.</summary>
    public static FieldSet Applied(ResourceType type, JsonObject configuration, string? subresource) =>
        Strip(type, FieldExtraction.Extract(configuration, ShapeOf(type), containers: false), subresource);

    /// <summary>Takes out what the server decides and what the (sub)resource does not write.</summary>
    public static FieldSet Strip(ResourceType type, FieldSet fields, string? subresource)
    {
        fields.IsMember = false;
        fields.Detach("f:kind");
        fields.Detach("f:apiVersion");
        if (fields.FindChild("f:metadata") is { } metadata)
        {
            metadata.IsMember = false;
            foreach (var name in s_serverMetadata)
            {
                metadata.Detach(FieldKeys.Field(name));
            }

            if (metadata.IsEmpty)
            {
                fields.Detach("f:metadata");
            }
        }

        if (subresource is not "status" && type.HasStatus)
        {
            fields.Detach("f:status");
        }

        return fields;
    }

    // A list with one empty entry asks for all owners to be forgotten.
    private static bool IsReset(JsonObject value) => value.FindArray("metadata", "managedFields") is [JsonObject { Count: 0 }];
}
