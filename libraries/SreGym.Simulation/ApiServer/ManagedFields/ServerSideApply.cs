using System.Text.Json.Nodes;
using SreGym.Simulation.Json;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.ApiServer.ManagedFields;

/// <summary>
/// Server-side apply onto an existing object: merges the configuration, removes what its manager no longer wants, and refuses
/// to change what others own unless forced (sigs.k8s.io/structured-merge-diff/merge).
/// </summary>
internal static class ServerSideApply
{
    /// <returns>The object with the configuration in it and its owners brought up to date.</returns>
    /// <exception cref="ApiStatusException">409: other managers own fields the configuration changes.</exception>
    public static JsonObject Apply(
        ResourceType type,
        JsonObject live,
        JsonObject configuration,
        FieldSet fields,
        string manager,
        string now,
        string? subresource,
        bool force)
    {
        var shape = FieldOwnership.ShapeOf(type);
        var owners = FieldOwners.Read(live);
        var applied = (JsonObject)configuration.DeepClone();
        applied.FindObject("metadata")?.Remove("managedFields");
        var self = new FieldOwner(manager, FieldOwner.Applies, type.ApiVersion, subresource ?? "", now, fields);
        var before = owners.Find(self);

        var merged = AppliedMerge.Merge(live.DeepClone(), applied, shape)!.AsObject();
        var changed = FieldOwnership.Strip(type, FieldComparison.Compare(live, merged, shape).Changed, subresource);
        if (!force)
        {
            DemandNoConflict(owners, self, changed);
        }

        owners.Take(changed, but: self);
        if (before is not null)
        {
            var abandoned = before.Fields.Difference(fields);
            owners.Set(self);
            AppliedMerge.Remove(merged, abandoned, Others(owners, self).Union(fields), shape);
        }

        var same = before is not null && before.Fields.SetEquals(fields);
        owners.Set(same && JsonNode.DeepEquals(live, merged) ? self with { Time = before!.Time } : self);
        owners.WriteTo(merged);
        return merged;
    }

    private static FieldSet Others(FieldOwners owners, FieldOwner self) =>
        owners.All.Where(owner => !owner.IsSame(self)).Aggregate(new FieldSet(), (all, owner) => all.Union(owner.Fields));

    private static void DemandNoConflict(FieldOwners owners, FieldOwner self, FieldSet changed)
    {
        var conflicts = owners.All
            .Where(owner => !owner.IsSame(self))
            .OrderBy(owner => owner.ToString(), StringComparer.Ordinal)
            .SelectMany(owner => owner.Fields.Intersection(changed).Paths().Select(path => (Owner: owner.ToString(), Path: path)))
            .ToList();
        if (conflicts.Count == 0)
        {
            return;
        }

        throw new ApiStatusException(new ApiStatus
        {
            Code = 409,
            Reason = "Conflict",
            Message = Describe(conflicts),
            Causes = [.. conflicts.Select(conflict =>
                new StatusCause("FieldManagerConflict", $"conflict with {conflict.Owner}", conflict.Path))],
        });
    }

    private static string Describe(List<(string Owner, string Path)> conflicts)
    {
        if (conflicts is [var (owner, path)])
        {
            return $"Apply failed with 1 conflict: conflict with {owner}: {path}";
        }

        var lines = conflicts
            .GroupBy(conflict => conflict.Owner)
            .SelectMany(group => group.Select(conflict => $"- {conflict.Path}").Prepend($"conflicts with {group.Key}:"));
        return $"Apply failed with {conflicts.Count} conflicts: {string.Join('\n', lines)}";
    }
}
