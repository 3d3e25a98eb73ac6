namespace SreGym.Simulation.ApiServer.Http;

/// <summary>What a request is about, read from its method and path (k8s.io/apiserver/pkg/endpoints/request).</summary>
internal sealed record RequestInfo
{
    public required string Path { get; init; }

    /// <summary>get, list, watch, create, update, patch, delete, deletecollection; for other paths the method in lower case.</summary>
    public required string Verb { get; init; }

    /// <summary>Whether it is about a resource at all.</summary>
    public bool IsResource { get; init; }

    public string Group { get; init; } = "";

    public string Version { get; init; } = "";

    public string? Namespace { get; init; }

    public string Resource { get; init; } = "";

    public string Name { get; init; } = "";

    public string Subresource { get; init; } = "";

    /// <summary>What follows the subresource, e.g. the path below <c>proxy/</c>; starts with a slash, or is empty.</summary>
    public string Rest { get; init; } = "";

    public static RequestInfo Parse(string method, string path, bool watch)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var start = parts switch
        {
            ["api", _, _, ..] => 2,
            ["apis", _, _, _, ..] => 3,
            _ => 0,
        };
        if (start == 0)
        {
            return new RequestInfo { Path = path, Verb = method.ToLowerInvariant() };
        }

        var group = start == 3 ? parts[1] : "";
        var version = parts[start - 1];
        var rest = parts.AsSpan(start);
        string? @namespace = null;
        if (rest is ["namespaces", var scope, var below, ..] && below is not ("status" or "finalize"))
        {
            @namespace = scope;
            rest = rest[2..];
        }

        var name = rest.Length > 1 ? rest[1] : "";
        return new RequestInfo
        {
            Path = path,
            IsResource = true,
            Verb = VerbOf(method, name, watch),
            Group = group,
            Version = version,
            Namespace = @namespace,
            Resource = rest[0],
            Name = Uri.UnescapeDataString(name),
            Subresource = rest.Length > 2 ? rest[2] : "",
            Rest = rest.Length > 3
                ? "/" + string.Join('/', rest[3..].ToArray()) + (path.EndsWith('/') ? "/" : "")
                : rest.Length == 3 && path.EndsWith('/') ? "/" : "",
        };
    }

    private static string VerbOf(string method, string name, bool watch) => method switch
    {
        "GET" or "HEAD" when watch => "watch",
        "GET" or "HEAD" => name.Length > 0 ? "get" : "list",
        "POST" => "create",
        "PUT" => "update",
        "PATCH" => "patch",
        "DELETE" => name.Length > 0 ? "delete" : "deletecollection",
        _ => method.ToLowerInvariant(),
    };
}
