using System.Text.Json.Nodes;

namespace SreGym.Simulation.ApiServer;

/// <summary>The API server's answer to a request that failed, or that has nothing else to say (metav1.Status).</summary>
public sealed record ApiStatus
{
    /// <summary>HTTP status.</summary>
    public required int Code { get; init; }

    /// <summary>Machine-readable reason, e.g. <c>NotFound</c>; empty on success.</summary>
    public string Reason { get; init; } = "";

    /// <summary>What went wrong, worded as the API server does.</summary>
    public string Message { get; init; } = "";

    /// <summary>Name of the object it is about.</summary>
    public string Name { get; init; } = "";

    /// <summary>Group of the resource it is about.</summary>
    public string Group { get; init; } = "";

    /// <summary>Resource (or kind, for invalid objects) it is about.</summary>
    public string Kind { get; init; } = "";

    /// <summary>Uid of the object it is about.</summary>
    public string Uid { get; init; } = "";

    /// <summary>Single reasons.</summary>
    public IReadOnlyList<StatusCause> Causes { get; init; } = [];

    /// <summary>When to try again; 0 when that is not said.</summary>
    public int RetryAfterSeconds { get; init; }

    /// <summary>Whether an empty <c>details</c> object is written, as some errors have.</summary>
    public bool EmptyDetails { get; init; }

    /// <summary>The object as the API server writes it.</summary>
    public JsonObject ToJson()
    {
        var status = new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = Code < 400 ? "Success" : "Failure",
        };
        Add(status, "message", Message);
        Add(status, "reason", Reason);
        if (BuildDetails() is { } details && (details.Count > 0 || EmptyDetails))
        {
            status["details"] = details;
        }

        if (Code >= 400)
        {
            status["code"] = Code;
        }

        return status;
    }

    private JsonObject BuildDetails()
    {
        var details = new JsonObject();
        Add(details, "name", Name);
        Add(details, "group", Group);
        Add(details, "kind", Kind);
        Add(details, "uid", Uid);
        if (Causes.Count > 0)
        {
            details["causes"] = new JsonArray([.. Causes.Select(ToJson)]);
        }

        if (RetryAfterSeconds > 0)
        {
            details["retryAfterSeconds"] = RetryAfterSeconds;
        }

        return details;
    }

    private static JsonObject ToJson(StatusCause cause)
    {
        var json = new JsonObject();
        Add(json, "reason", cause.Reason);
        Add(json, "message", cause.Message);
        Add(json, "field", cause.Field);
        return json;
    }

    private static void Add(JsonObject target, string key, string value)
    {
        if (value.Length > 0)
        {
            target[key] = value;
        }
    }
}
