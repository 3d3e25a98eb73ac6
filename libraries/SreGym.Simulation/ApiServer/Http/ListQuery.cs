using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace SreGym.Simulation.ApiServer.Http;

/// <summary>The options of list and watch (metav1.ListOptions).</summary>
internal sealed record ListQuery
{
    public string ResourceVersion { get; private init; } = "";

    public string ResourceVersionMatch { get; private init; } = "";

    public int Limit { get; private init; }

    public string Continue { get; private init; } = "";

    public bool AllowBookmarks { get; private init; }

    public bool? SendInitialEvents { get; private init; }

    public TimeSpan? Timeout { get; private init; }

    public static ListQuery Read(IQueryCollection query)
    {
        var initial = query["sendInitialEvents"].ToString();
        var read = new ListQuery
        {
            ResourceVersion = query["resourceVersion"].ToString(),
            ResourceVersionMatch = query["resourceVersionMatch"].ToString(),
            Limit = (int)Number(query, "limit"),
            Continue = query["continue"].ToString(),
            AllowBookmarks = IsTrue(query["allowWatchBookmarks"]),
            SendInitialEvents = initial.Length == 0 ? null : IsTrue(initial),
            Timeout = Number(query, "timeoutSeconds") is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : null,
        };
        return read;
    }

    public static bool IsTrue(string? value) => value is "true" or "1" or "True" or "t";

    /// <summary>Throws where a watch combines options the API server refuses to combine.</summary>
    public void CheckWatch()
    {
        if (SendInitialEvents is null)
        {
            Demand(ResourceVersionMatch.Length == 0, "resourceVersionMatch",
                "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided");
            return;
        }

        Demand(
            ResourceVersionMatch.Length > 0,
            "resourceVersionMatch",
            "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
        Demand(
            ResourceVersionMatch == "NotOlderThan",
            "resourceVersionMatch",
            "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
    }

    /// <summary>Throws where a list combines options the API server refuses to combine.</summary>
    public void CheckList()
    {
        Demand(SendInitialEvents is null, "sendInitialEvents", "sendInitialEvents is forbidden for list");
        if (ResourceVersionMatch.Length > 0)
        {
            Demand(ResourceVersion.Length > 0, "resourceVersionMatch",
                "resourceVersionMatch is forbidden unless resourceVersion is provided");
            Demand(Continue.Length == 0, "resourceVersionMatch", "resourceVersionMatch is forbidden when continue is provided");
            Demand(
                ResourceVersionMatch != "Exact" || ResourceVersion != "0",
                "resourceVersionMatch",
                "resourceVersionMatch \"Exact\" is forbidden for resourceVersion \"0\"");
        }
    }

    /// <summary>The resourceVersion as a number; 0 where there is none.</summary>
    public long ParseVersion()
    {
        if (ResourceVersion.Length == 0)
        {
            return 0;
        }

        return long.TryParse(ResourceVersion, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : throw ApiErrors.Invalid(
                "", "ListOptions", "", [new StatusCause("FieldValueInvalid", $"Invalid value: \"{ResourceVersion}\": strconv.ParseUint: parsing \"{ResourceVersion}\": invalid syntax", "resourceVersion")]);
    }

    private static void Demand(bool holds, string field, string message)
    {
        if (!holds)
        {
            throw ApiErrors.Invalid(
                "meta.k8s.io", "ListOptions", "", [new StatusCause("FieldValueForbidden", $"Forbidden: {message}", field)]);
        }
    }

    private static long Number(IQueryCollection query, string key)
    {
        var text = query[key].ToString();
        if (text.Length == 0)
        {
            return 0;
        }

        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw ApiErrors.BadRequest(
                $"unable to convert \"{text}\" to int64 for parameter {key}: strconv.ParseInt: parsing \"{text}\": invalid syntax");
    }
}
