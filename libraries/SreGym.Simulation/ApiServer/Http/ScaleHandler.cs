using System.Globalization;
using System.Text.Json.Nodes;
using SreGym.Simulation.ApiServer.Patching;
using SreGym.Simulation.Json;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.ApiServer.Http;

/// <summary>The number of replicas alone, in the same shape for every kind that has one.</summary>
internal sealed class ScaleHandler(ClusterApi server)
{
    private static readonly ResourceType s_scale = new("autoscaling", "v1", "scales", "Scale", "scale", Namespaced: true);

    public async Task HandleAsync(RequestScope scope)
    {
        if (scope.Request.Verb == "get")
        {
            await ApiResponse.WriteJsonAsync(scope.Context, Show(scope.Get(server.Store)));
            return;
        }

        var query = WriteQuery.Read(scope.Context);
        var written = scope.Request.Verb == "patch" ? await PatchAsync(scope, query) : await UpdateAsync(scope, query);
        await ApiResponse.WriteJsonAsync(scope.Context, Show(written));
    }

    private async Task<StoredObject> PatchAsync(RequestScope scope, WriteQuery query)
    {
        var body = await BodyReader.ReadBytesAsync(scope.Context);
        var patch = ObjectPatch.Read(BodyReader.MediaType(scope.Context), body, s_scale);
        return Write(scope, query, value => patch.ApplyTo(Show(scope.Type, value)));
    }

    private async Task<StoredObject> UpdateAsync(RequestScope scope, WriteQuery query)
    {
        var sent = await BodyReader.GetObjectAsync(scope.Context, "Scale");
        return Write(scope, query, _ => sent);
    }

    private StoredObject Write(RequestScope scope, WriteQuery query, Func<JsonObject, JsonObject> change) => server.Writer.Patch(
        scope.Get(server.Store),
        value =>
        {
            var wanted = change(value);
            var replicas = wanted.FindNumber("spec", "replicas") ?? 0;
            if (replicas < 0)
            {
                throw ApiErrors.Invalid(
                    "autoscaling",
                    "Scale",
                    scope.Name,
                    [new StatusCause(
                        "FieldValueInvalid",
                        string.Create(CultureInfo.InvariantCulture, $"Invalid value: {replicas}: must be greater than or equal to 0"),
                        "spec.replicas")]);
            }

            value.GetOrAddObject("spec")["replicas"] = replicas;
            if (wanted.FindText("metadata", "resourceVersion") is { } version)
            {
                value["metadata"]!["resourceVersion"] = version;
            }

            return value;
        },
        scope.Identity(query.FieldManager),
        query.ForSubresource("scale"));

    private static JsonObject Show(StoredObject value) => Show(value.Type, value.Parse());

    private static JsonObject Show(ResourceType type, JsonObject value)
    {
        var metadata = new JsonObject();
        foreach (var key in new[] { "name", "namespace", "uid", "resourceVersion", "creationTimestamp" })
        {
            metadata.CopyField(value["metadata"]!.AsObject(), key);
        }

        var status = new JsonObject { ["replicas"] = value.FindNumber("status", "replicas") ?? 0 };
        if (Selector(type, value) is { Length: > 0 } selector)
        {
            status["selector"] = selector;
        }

        return new JsonObject
        {
            ["kind"] = "Scale",
            ["apiVersion"] = "autoscaling/v1",
            ["metadata"] = metadata,
            ["spec"] = value.FindNumber("spec", "replicas") is > 0 and var replicas ? new JsonObject { ["replicas"] = replicas } : [],
            ["status"] = status,
        };
    }

    private static string Selector(ResourceType type, JsonObject value)
    {
        var labels = type == ResourceTypes.ReplicationControllers
            ? value.FindObject("spec", "selector")
            : value.FindObject("spec", "selector", "matchLabels");
        return string.Join(',', labels?.Select(label => $"{label.Key}={label.Value}").Order(StringComparer.Ordinal)
            ?? Enumerable.Empty<string>());
    }
}
