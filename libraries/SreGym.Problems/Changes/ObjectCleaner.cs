using System.Text.Json.Nodes;
using SreGym.Problems.Subjects;

namespace SreGym.Problems.Changes;

/// <summary>Takes out of an object what the server writes, leaving what somebody asked for.</summary>
public static class ObjectCleaner
{
    /// <summary>Annotations that controllers write on objects they do not own.</summary>
    public static IReadOnlyList<string> ControllerAnnotations { get; } =
    [
        "deployment.kubernetes.io/revision",
        "pv.kubernetes.io/bind-completed",
        "pv.kubernetes.io/bound-by-controller",
        "volume.kubernetes.io/selected-node",
        "volume.kubernetes.io/storage-provisioner",
        "volume.beta.kubernetes.io/storage-provisioner",
    ];

    /// <summary>The field outside of metadata that controllers fill in after creation, by kind.</summary>
    public static IReadOnlyDictionary<string, (string Parent, string Field)> ControllerFields { get; } =
        new Dictionary<string, (string, string)>
        {
            ["PersistentVolumeClaim"] = ("spec", "volumeName"),
            ["ServiceAccount"] = ("", "secrets"),
        };

    private static readonly string[] s_serverMetadata =
        ["uid", "resourceVersion", "generation", "creationTimestamp", "managedFields", "selfLink", "deletionTimestamp", "deletionGracePeriodSeconds"];

    /// <summary>A copy without status, server-written metadata and controllers' annotations.</summary>
    public static JsonObject Clean(JsonObject manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        var clean = manifest.Copy();
        clean.Remove("status");
        if (ControllerFields.TryGetValue(clean.Text("kind") ?? "", out var late))
        {
            FindParent(clean, late.Parent)?.Remove(late.Field);
        }

        if (clean["metadata"] is JsonObject metadata)
        {
            foreach (var field in s_serverMetadata)
            {
                metadata.Remove(field);
            }

            RemoveEmpty(metadata, "annotations", ControllerAnnotations);
            RemoveEmpty(metadata, "labels", []);
        }

        return clean;
    }

    /// <summary>A copy of <paramref name="wanted"/> that can replace <paramref name="live"/>: with its version and what controllers wrote.</summary>
    public static JsonObject CarryOver(JsonObject live, JsonObject wanted)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        var next = wanted.Copy();
        var metadata = next["metadata"]!.AsObject();
        metadata["resourceVersion"] = live.Text("metadata", "resourceVersion");
        foreach (var name in ControllerAnnotations)
        {
            if (live.Text("metadata", "annotations", name) is { } value)
            {
                var annotations = metadata["annotations"] as JsonObject ?? [];
                annotations[name] = value;
                metadata["annotations"] = annotations;
            }
        }

        if (ControllerFields.TryGetValue(next.Text("kind") ?? "", out var late)
            && FindParent(live, late.Parent)?[late.Field] is { } written
            && FindParent(next, late.Parent) is { } parent)
        {
            parent[late.Field] = written.DeepClone();
        }

        return next;
    }

    private static JsonObject? FindParent(JsonObject manifest, string parent) =>
        parent.Length == 0 ? manifest : manifest[parent] as JsonObject;

    private static void RemoveEmpty(JsonObject metadata, string field, IEnumerable<string> names)
    {
        if (metadata[field] is JsonObject values)
        {
            foreach (var name in names)
            {
                values.Remove(name);
            }

            if (values.Count == 0)
            {
                metadata.Remove(field);
            }
        }
    }
}
