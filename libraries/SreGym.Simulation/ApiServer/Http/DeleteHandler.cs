using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using SreGym.Simulation.Json;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.ApiServer.Http;

/// <summary>delete and deletecollection.</summary>
internal sealed class DeleteHandler(ClusterApi server, ListHandler lists)
{
    // Their storage is declared with ReturnDeletedObject.
    private static readonly HashSet<ResourceType> s_answeredWithObject =
    [
        ResourceTypes.Pods, ResourceTypes.Services, ResourceTypes.ServiceAccounts, ResourceTypes.PersistentVolumes,
        ResourceTypes.PersistentVolumeClaims, ResourceTypes.ResourceQuotas, ResourceTypes.PodTemplates,
    ];

    public async Task DeleteAsync(RequestScope scope)
    {
        var options = await ReadOptionsAsync(scope.Context);
        var deleted = server.Writer.Delete(scope.Stored, scope.Namespace, scope.Name, options)
            ?? throw ApiErrors.NotFound(scope.Type, scope.Name);
        var gone = options.DryRun
            ? deleted.DeletionTimestamp is null
            : server.Find(scope.Stored, scope.Namespace, scope.Name)?.Uid != deleted.Uid;
        if (!gone || s_answeredWithObject.Contains(scope.Type))
        {
            await scope.WriteAsync(deleted);
            return;
        }

        await ApiResponse.WriteStatusAsync(scope.Context, new ApiStatus
        {
            Code = StatusCodes.Status200OK,
            Name = scope.Name,
            Group = scope.Type.Group,
            Kind = scope.Type.Plural,
            Uid = deleted.Uid,
        });
    }

    public async Task DeleteCollectionAsync(RequestScope scope)
    {
        var options = await ReadOptionsAsync(scope.Context);
        var filter = ObjectFilter.Read(scope);
        var page = lists.Read(scope.Type, filter, ListQuery.Read(scope.Context.Request.Query));
        var deleted = page.Objects
            .Select(item => server.Writer.Delete(scope.Stored, item.Namespace, item.Name, options))
            .OfType<StoredObject>()
            .ToList();
        await ListWriter.WriteAsync(
            scope, page with { Objects = deleted, ResourceVersion = server.Store.ResourceVersion }, ResponseForm.Whole);
    }

    private static async Task<DeleteOptions> ReadOptionsAsync(HttpContext context)
    {
        var body = await BodyReader.FindObjectAsync(context, "DeleteOptions");
        var query = context.Request.Query;
        var grace = query["gracePeriodSeconds"].ToString();
        var options = new DeleteOptions
        {
            GracePeriodSeconds = body.FindNumber("gracePeriodSeconds")
                ?? (long.TryParse(grace, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds) ? seconds : null),
            PropagationPolicy = body.FindText("propagationPolicy") ?? NullIfEmpty(query["propagationPolicy"].ToString())
                ?? Orphaning(body, query),
            Uid = body.FindText("preconditions", "uid"),
            ResourceVersion = body.FindText("preconditions", "resourceVersion"),
            DryRun = WriteQuery.ReadDryRun(body.FindArray("dryRun")?.FirstOrDefault()?.ToString() ?? query["dryRun"].ToString()),
        };
        if (options.PropagationPolicy is not (null or "Background" or "Foreground" or "Orphan"))
        {
            throw ApiErrors.Invalid("meta.k8s.io", "DeleteOptions", "", [new StatusCause(
                "FieldValueNotSupported",
                $"Unsupported value: \"{options.PropagationPolicy}\": supported values: \"Background\", \"Foreground\", \"Orphan\"",
                "propagationPolicy")]);
        }

        return options;
    }

    private static string? Orphaning(JsonObject? body, IQueryCollection query) =>
        body.FindFlag("orphanDependents") == true || ListQuery.IsTrue(query["orphanDependents"]) ? "Orphan" : null;

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
