using System.Text.Json;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.OpenApi;

/// <summary>
/// Writes the paths of a resource with their verbs, kind and query parameters. kubectl looks here for the kind behind a
/// resource and for whether writes understand <c>fieldValidation</c> and <c>dryRun</c>.
/// </summary>
internal sealed class OpenApiPathWriter(Utf8JsonWriter json, OpenApiForm form)
{
    private static readonly (string Method, string Verb, string Action)[] s_onCollection =
    [
        ("get", "list", "list"), ("post", "create", "post"), ("delete", "deletecollection", "deletecollection"),
    ];

    private static readonly (string Method, string Verb, string Action)[] s_onItem =
    [
        ("get", "get", "get"), ("put", "update", "put"), ("delete", "delete", "delete"), ("patch", "patch", "patch"),
    ];

    public void Write(ResourceType type)
    {
        var root = type.Group.Length == 0 ? $"/api/{type.Version}" : $"/apis/{type.Group}/{type.Version}";
        var collection = type.Namespaced ? $"{root}/namespaces/{{namespace}}/{type.Plural}" : $"{root}/{type.Plural}";
        if (type.Namespaced && type.Verbs.Contains("list"))
        {
            WritePath($"{root}/{type.Plural}", type, type.Verbs, [s_onCollection[0]]);
        }

        WritePath(collection, type, type.Verbs, s_onCollection);
        WritePath($"{collection}/{{name}}", type, type.Verbs, s_onItem);
        if (type.HasStatus)
        {
            WritePath($"{collection}/{{name}}/status", type, type.FindSubresource("status")!.Verbs, s_onItem);
        }
    }

    private void WritePath(
        string path, ResourceType type, IReadOnlyList<string> verbs, (string Method, string Verb, string Action)[] operations)
    {
        if (!Array.Exists(operations, operation => verbs.Contains(operation.Verb)))
        {
            return;
        }

        json.WriteStartObject(path);
        foreach (var (method, verb, action) in operations)
        {
            if (!verbs.Contains(verb))
            {
                continue;
            }

            json.WriteStartObject(method);
            json.WriteString("x-kubernetes-action", action);
            json.WritePropertyName("x-kubernetes-group-version-kind");
            OpenApiSchemaWriter.WriteKind(json, type.Group, type.Version, type.Kind);
            json.WriteStartArray("parameters");
            if (method is "post" or "put" or "patch" or "delete")
            {
                WriteParameter("dryRun");
            }

            if (method is "post" or "put" or "patch")
            {
                WriteParameter("fieldManager");
                WriteParameter("fieldValidation");
            }

            json.WriteEndArray();
            WriteResponses(type);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private void WriteParameter(string name)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("in", "query");
        if (form == OpenApiForm.V3)
        {
            json.WriteStartObject("schema");
        }

        json.WriteString("type", "string");
        json.WriteBoolean("uniqueItems", true);
        if (form == OpenApiForm.V3)
        {
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private void WriteResponses(ResourceType type)
    {
        json.WriteStartObject("responses");
        json.WriteStartObject("200");
        json.WriteString("description", "OK");
        if (form == OpenApiForm.V3)
        {
            json.WriteStartObject("content");
            json.WriteStartObject("application/json");
        }

        json.WriteStartObject("schema");
        json.WriteString("$ref", OpenApiNames.Reference(form, OpenApiNames.OfKind(type)));
        json.WriteEndObject();
        if (form == OpenApiForm.V3)
        {
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
