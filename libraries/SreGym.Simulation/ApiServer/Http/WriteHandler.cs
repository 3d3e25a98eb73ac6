using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using SreGym.Simulation.ApiServer.Patching;
using SreGym.Simulation.Json;

namespace SreGym.Simulation.ApiServer.Http;

/// <summary>create, update and patch of objects and of those subresources that show the object itself.</summary>
internal sealed class WriteHandler(ClusterApi server)
{
    public async Task CreateAsync(RequestScope scope)
    {
        var query = WriteQuery.Read(scope.Context);
        var value = await ObjectDecoder.ReadAsync(scope, query.FieldValidation);
        var created = server.Writer.Create(
            scope.Stored, scope.Namespace, value, scope.Identity(query.FieldManager), query.ForSubresource(""));
        await scope.WriteAsync(created, StatusCodes.Status201Created);
    }

    public async Task UpdateAsync(RequestScope scope)
    {
        var query = WriteQuery.Read(scope.Context);
        var value = await ObjectDecoder.ReadAsync(scope, query.FieldValidation);
        DemandName(scope, value);
        var written = server.Writer.Update(scope.Stored, value, scope.Identity(query.FieldManager),
            query.ForSubresource(scope.Request.Subresource));
        await scope.WriteAsync(written);
    }

    public async Task PatchAsync(RequestScope scope)
    {
        var query = WriteQuery.Read(scope.Context);
        var mediaType = BodyReader.MediaType(scope.Context);
        var body = await BodyReader.ReadBytesAsync(scope.Context);
        if (mediaType == ObjectPatch.Apply)
        {
            var (applied, created) = server.Writer.Apply(
                scope.Stored,
                scope.Namespace,
                scope.Name,
                ReadApplied(scope, body, query.FieldValidation),
                scope.Identity(RequiredManager(scope, query)),
                query.ForSubresource(scope.Request.Subresource),
                query.Force);
            await scope.WriteAsync(applied, created ? StatusCodes.Status201Created : StatusCodes.Status200OK);
            return;
        }

        var patch = ObjectPatch.Read(mediaType, body, scope.Type);
        var written = server.Writer.Patch(
            scope.Get(server.Store),
            current => Patched(scope, patch, current, query),
            scope.Identity(query.FieldManager),
            query.ForSubresource(scope.Request.Subresource));
        await scope.WriteAsync(written);
    }

    private static JsonObject Patched(RequestScope scope, ObjectPatch patch, JsonObject current, WriteQuery query)
    {
        ObjectVersions.Show(scope.Type, current);
        var changed = patch.ApplyTo(current);
        ObjectDecoder.Conform(scope, changed, query.FieldValidation);
        ObjectVersions.Keep(scope.Type, changed);
        return changed;
    }

    private static JsonObject ReadApplied(RequestScope scope, ReadOnlyMemory<byte> body, string validation)
    {
        var value = ObjectDecoder.ReadApplied(scope, body, validation);
        DemandName(scope, value);
        ObjectVersions.Keep(scope.Type, value);
        return value;
    }

    private static string RequiredManager(RequestScope scope, WriteQuery query) =>
        scope.Context.Request.Query["fieldManager"].ToString().Length > 0
            ? query.FieldManager
            : throw ApiErrors.Invalid(
                "meta.k8s.io",
                "PatchOptions",
                "",
                [new StatusCause("FieldValueRequired", "Required value: is required for apply patch", "fieldManager")]);

    private static void DemandName(RequestScope scope, JsonObject value)
    {
        var metadata = value.GetOrAddObject("metadata");
        var name = metadata.FindText("name");
        if (!string.IsNullOrEmpty(name) && name != scope.Name)
        {
            throw ApiErrors.BadRequest($"the name of the object ({name}) does not match the name on the URL ({scope.Name})");
        }

        var @namespace = metadata.FindText("namespace");
        if (scope.Type.Namespaced && !string.IsNullOrEmpty(@namespace) && @namespace != scope.Namespace)
        {
            throw ApiErrors.BadRequest(
                $"the namespace of the object ({@namespace}) does not match the namespace on the URL ({scope.Namespace})");
        }

        metadata["name"] = scope.Name;
        if (scope.Namespace is { } owner)
        {
            metadata["namespace"] = owner;
        }
    }
}
