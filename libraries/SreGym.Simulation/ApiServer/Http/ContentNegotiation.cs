namespace SreGym.Simulation.ApiServer.Http;

/// <summary>Reads <c>Accept</c>: the first alternative that can be served wins.</summary>
internal static class ContentNegotiation
{
    private const string MetaGroup = "meta.k8s.io";

    /// <exception cref="ApiStatusException">Nothing the client accepts can be served.</exception>
    public static ResponseForm Choose(string? accept)
    {
        if (string.IsNullOrWhiteSpace(accept))
        {
            return ResponseForm.Whole;
        }

        foreach (var alternative in accept.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = alternative.Split(';', StringSplitOptions.TrimEntries);
            if (parts[0] is not ("application/json" or "*/*" or "application/*"))
            {
                continue;
            }

            switch (Parameter(parts, "as"))
            {
                case null:
                    return ResponseForm.Whole;
                case "Table" when IsMeta(parts):
                    return ResponseForm.Table;
                case "PartialObjectMetadata" or "PartialObjectMetadataList" when IsMeta(parts):
                    return ResponseForm.Metadata;
            }
        }

        throw new ApiStatusException(new ApiStatus
        {
            Code = 406,
            Reason = "NotAcceptable",
            Message = "only the following media types are accepted: application/json, application/json;stream=watch",
        });
    }

    private static bool IsMeta(string[] parts) => Parameter(parts, "g") == MetaGroup && Parameter(parts, "v") is "v1" or "v1beta1";

    private static string? Parameter(string[] parts, string name)
    {
        foreach (var part in parts.AsSpan(1))
        {
            if (part.StartsWith(name, StringComparison.Ordinal) && part.Length > name.Length && part[name.Length] == '=')
            {
                return part[(name.Length + 1)..];
            }
        }

        return null;
    }
}
