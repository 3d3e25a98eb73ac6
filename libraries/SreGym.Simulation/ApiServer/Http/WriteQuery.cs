using Microsoft.AspNetCore.Http;

namespace SreGym.Simulation.ApiServer.Http;

/// <summary>The options of create, update and patch.</summary>
internal sealed record WriteQuery
{
    public bool DryRun { get; private init; }

    public string FieldManager { get; private init; } = "";

    /// <summary><c>Ignore</c>, <c>Warn</c> or <c>Strict</c>.</summary>
    public string FieldValidation { get; private init; } = "";

    public bool Force { get; private init; }

    public WriteOptions ForSubresource(string subresource) =>
        new() { DryRun = DryRun, Subresource = subresource.Length == 0 ? null : subresource };

    public static WriteQuery Read(HttpContext context)
    {
        var query = context.Request.Query;
        var validation = query["fieldValidation"].ToString();
        if (validation is not ("" or "Ignore" or "Warn" or "Strict"))
        {
            throw Unsupported("CreateOptions", "fieldValidation", validation, "\"Ignore\", \"Strict\", \"Warn\"");
        }

        var manager = query["fieldManager"].ToString();
        return new WriteQuery
        {
            DryRun = ReadDryRun(query["dryRun"].ToString()),
            FieldManager = manager.Length > 0 ? manager : DefaultManager(context.Request.Headers.UserAgent.ToString()),
            FieldValidation = validation.Length == 0 ? "Warn" : validation,
            Force = ListQuery.IsTrue(query["force"]),
        };
    }

    public static bool ReadDryRun(string value) =>
        value is "" ? false : value is "All" ? true : throw Unsupported("CreateOptions", "dryRun", value, "\"All\"");

    private static string DefaultManager(string userAgent)
    {
        var name = userAgent.Split('/')[0];
        return name.Length == 0 ? "unknown" : name[..Math.Min(name.Length, 128)];
    }

    private static ApiStatusException Unsupported(string kind, string field, string value, string supported) => ApiErrors.Invalid(
        "meta.k8s.io",
        kind,
        "",
        [new StatusCause("FieldValueNotSupported", $"Unsupported value: \"{value}\": supported values: {supported}", field)]);
}
