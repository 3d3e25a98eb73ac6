using SreGym.Simulation.Storage;

namespace SreGym.Simulation.ApiServer;

/// <summary>The refusals of the API server in its own words (k8s.io/apimachinery/pkg/api/errors).</summary>
public static class ApiErrors
{
    public static ApiStatusException NotFound(ResourceType type, string name) =>
        About(type, name, 404, "NotFound", $"{type.QualifiedName} \"{name}\" not found");

    /// <summary>A path below a known group that names no resource.</summary>
    public static ApiStatusException UnknownResource() => new(new ApiStatus
    {
        Code = 404,
        Reason = "NotFound",
        Message = "the server could not find the requested resource",
        EmptyDetails = true,
    });

    public static ApiStatusException AlreadyExists(ResourceType type, string name) =>
        About(type, name, 409, "AlreadyExists", $"{type.QualifiedName} \"{name}\" already exists");

    /// <summary>The resourceVersion sent is not the current one.</summary>
    public static ApiStatusException Modified(ResourceType type, string name) => Conflict(
        type, name, "the object has been modified; please apply your changes to the latest version and try again");

    public static ApiStatusException Conflict(ResourceType type, string name, string reason) =>
        About(type, name, 409, "Conflict", $"Operation cannot be fulfilled on {type.QualifiedName} \"{name}\": {reason}");

    public static ApiStatusException Forbidden(ResourceType type, string name, string reason) => About(
        type,
        name,
        403,
        "Forbidden",
        name.Length > 0 ? $"{type.QualifiedName} \"{name}\" is forbidden: {reason}" : $"{type.QualifiedName} is forbidden: {reason}");

    public static ApiStatusException Unauthorized() => Plain(401, "Unauthorized", "Unauthorized");

    public static ApiStatusException BadRequest(string message) => Plain(400, "BadRequest", message);

    public static ApiStatusException InternalError(string message) =>
        new(new ApiStatus
        {
            Code = 500,
            Reason = "InternalError",
            Message = $"Internal error occurred: {message}",
            Causes = [new StatusCause("", message, "")],
        });

    public static ApiStatusException Expired(string message) => Plain(410, "Expired", message);

    public static ApiStatusException MethodNotAllowed() =>
        Plain(405, "MethodNotAllowed", "the server does not allow this method on the requested resource");

    public static ApiStatusException UnsupportedMediaType(string message) => Plain(415, "UnsupportedMediaType", message);

    public static ApiStatusException TooManyRequests(string message, params StatusCause[] causes) =>
        new(new ApiStatus { Code = 429, Reason = "TooManyRequests", Message = message, Causes = causes });

    /// <summary>An object that breaks rules; the message lists every broken one.</summary>
    public static ApiStatusException Invalid(string group, string kind, string name, IReadOnlyList<StatusCause> causes)
    {
        var qualified = group.Length == 0 ? kind : $"{kind}.{group}";
        var reasons = causes.Select(cause => $"{cause.Field}: {cause.Message}").ToList();
        return new ApiStatusException(new ApiStatus
        {
            Code = 422,
            Reason = "Invalid",
            Message = $"{qualified} \"{name}\" is invalid: {(reasons.Count == 1 ? reasons[0] : $"[{string.Join(", ", reasons)}]")}",
            Name = name,
            Group = group,
            Kind = kind,
            Causes = causes,
        });
    }

    /// <summary>An object that breaks rules; the message lists every broken one.</summary>
    public static ApiStatusException Invalid(ResourceType type, string name, params IReadOnlyList<StatusCause> causes) =>
        Invalid(type.Group, type.Kind, name, causes);

    private static ApiStatusException Plain(int code, string reason, string message) =>
        new(new ApiStatus { Code = code, Reason = reason, Message = message });

    private static ApiStatusException About(ResourceType type, string name, int code, string reason, string message) =>
        new(new ApiStatus { Code = code, Reason = reason, Message = message, Name = name, Group = type.Group, Kind = type.Plural });
}
