using System.Globalization;
using System.Text.Json.Nodes;
using SreGym.Simulation.Json;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.ApiServer;

/// <summary>What every object must have, whatever its kind.</summary>
internal static class ObjectShape
{
    /// <summary>Checks a new object against the path it was sent to and gives it what the path implies.</summary>
    public static JsonObject Check(ResourceType type, string? @namespace, JsonObject value)
    {
        CheckKind(type, value);
        var metadata = value.GetOrAddObject("metadata");
        var sent = metadata.FindText("namespace");
        if (!type.Namespaced)
        {
            metadata.Remove("namespace");
        }
        else if (!string.IsNullOrEmpty(sent) && sent != @namespace)
        {
            throw ApiErrors.BadRequest(
                $"the namespace of the provided object does not match the namespace sent on the request");
        }
        else
        {
            metadata["namespace"] = @namespace;
        }

        return metadata;
    }

    public static void CheckKind(ResourceType type, JsonObject value)
    {
        var kind = value.FindText("kind");
        var apiVersion = value.FindText("apiVersion");
        if ((kind is not null && kind != type.Kind) || (apiVersion is not null && apiVersion != type.ApiVersion))
        {
            throw ApiErrors.BadRequest(
                $"{kind} in version \"{apiVersion?.Split('/')[^1]}\" cannot be handled as a {type.Kind}: "
                + $"the object provided is unrecognized (must be of type {type.Kind}): {type.ApiVersion}");
        }
    }

    public static string GenerateName(ResourceType type, JsonObject metadata) =>
        metadata.FindText("generateName") is { Length: > 0 } prefix
            ? prefix
            : throw ApiErrors.Invalid(
                type, "", [new StatusCause("FieldValueRequired", "Required value: name or generateName is required", "metadata.name")]);

    public static void PrepareMetadata(ResourceType type, JsonObject metadata, string uid, string now)
    {
        metadata["uid"] = uid;
        metadata["creationTimestamp"] = now;
        metadata.Remove("deletionTimestamp");
        metadata.Remove("deletionGracePeriodSeconds");
        metadata.Remove("selfLink");
        metadata.Remove("resourceVersion");
        if (type.HasGeneration || type.Custom)
        {
            metadata["generation"] = 1;
        }
        else
        {
            metadata.Remove("generation");
        }
    }

    /// <summary>An update must be about the same object.</summary>
    public static void CheckIdentity(StoredObject current, JsonObject value)
    {
        CheckKind(current.Type, value);
        var version = value.FindText("metadata", "resourceVersion");
        if (!string.IsNullOrEmpty(version) && version != current.ResourceVersion.ToString(CultureInfo.InvariantCulture))
        {
            throw ApiErrors.Modified(current.Type, current.Name);
        }

        var uid = value.FindText("metadata", "uid");
        if (!string.IsNullOrEmpty(uid) && uid != current.Uid)
        {
            throw ApiErrors.Conflict(
                current.Type,
                current.Name,
                $"Precondition failed: UID in precondition: {uid}, UID in object meta: {current.Uid}");
        }
    }

    /// <summary>A precondition of a deletion.</summary>
    public static void CheckPreconditions(StoredObject current, DeleteOptions options)
    {
        if (options.Uid is { Length: > 0 } uid && uid != current.Uid)
        {
            throw ApiErrors.Conflict(
                current.Type,
                current.Name,
                $"Precondition failed: UID in precondition: {uid}, UID in object meta: {current.Uid}");
        }

        var version = current.ResourceVersion.ToString(CultureInfo.InvariantCulture);
        if (options.ResourceVersion is { Length: > 0 } expected && expected != version)
        {
            throw ApiErrors.Conflict(
                current.Type,
                current.Name,
                $"Precondition failed: ResourceVersion in precondition: {expected}, ResourceVersion in object meta: {version}");
        }
    }
}
