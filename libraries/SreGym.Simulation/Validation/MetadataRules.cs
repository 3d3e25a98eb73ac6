using System.Text.Json.Nodes;
using SreGym.Simulation.Json;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Validation;

/// <summary>Rules of <c>metadata</c>, alike for every kind but the form of the name.</summary>
internal static class MetadataRules
{
    private const int AnnotationsLimit = 256 * 1024;

    public static void Check(ResourceType type, JsonObject value, FieldErrors errors)
    {
        var metadata = value.FindObject("metadata");
        if (metadata.FindText("name") is { Length: > 0 } name)
        {
            CheckName(type, "metadata.name", name, errors);
        }
        else
        {
            errors.Required("metadata.name", "name or generateName is required");
        }

        CheckLabels("metadata.labels", metadata.FindObject("labels"), errors);
        var size = 0;
        foreach (var (key, annotation) in metadata.FindObject("annotations") ?? [])
        {
            NameRules.QualifiedName("metadata.annotations", key, errors);
            size += key.Length + ((annotation as JsonValue)?.ToString().Length ?? 0);
        }

        if (size > AnnotationsLimit)
        {
            errors.TooLong("metadata.annotations", AnnotationsLimit);
        }
    }

    public static void CheckLabels(string path, JsonObject? labels, FieldErrors errors)
    {
        foreach (var (key, value) in labels ?? [])
        {
            NameRules.QualifiedName(path, key, errors);
            NameRules.LabelValue(path, value?.ToString() ?? "", errors);
        }
    }

    private static void CheckName(ResourceType type, string path, string name, FieldErrors errors)
    {
        if (type == ResourceTypes.Namespaces)
        {
            NameRules.Label(path, name, errors);
        }
        else if (type == ResourceTypes.Services)
        {
            NameRules.ServiceName(path, name, errors);
        }
        else if (type.Group == "rbac.authorization.k8s.io")
        {
            NameRules.PathSegment(path, name, errors);
        }
        else
        {
            NameRules.Subdomain(path, name, errors);
        }
    }
}
