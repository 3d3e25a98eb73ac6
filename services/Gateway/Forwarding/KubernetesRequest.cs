namespace SreGym.Gateway.Forwarding;

/// <summary>What a request asks of the API server, in the words of its own audit log.</summary>
internal sealed record KubernetesRequest(
    string Verb, string ApiGroup, string Resource, string Subresource, string Namespace, string Name, bool IsLongRunning)
{
    private static readonly HashSet<string> s_connecting = ["exec", "attach", "portforward", "proxy"];
    private static readonly HashSet<string> s_ofNamespaces = ["status", "finalize"];

    /// <summary>Resource and subresource as one word, the empty string for discovery.</summary>
    public string FullResource => Subresource.Length == 0 ? Resource : $"{Resource}/{Subresource}";

    /// <summary>
    /// Reads method, path and query as k8s.io/apiserver's RequestInfoFactory does.
    /// </summary>
    public static KubernetesRequest Parse(string method, string path, IQueryCollection query)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var group = "";
        var next = parts switch
        {
            ["api", _, _, ..] => 2,
            ["apis", _, _, _, ..] => 3,
            _ => 0,
        };
        if (next == 0)
        {
            return new KubernetesRequest("discover", "", "", "", "", "", false);
        }

        if (next == 3)
        {
            group = parts[1];
        }

        var isOldWatch = parts[next] == "watch";
        if (isOldWatch)
        {
            next++;
        }

        var (ns, resource, name, subresource) = ReadScope(parts[next..]);
        var isWatch = isOldWatch || IsTrue(query["watch"]);
        var verb = VerbOf(method, name, subresource, isWatch);
        var follows = subresource == "log" && IsTrue(query["follow"]);
        return new KubernetesRequest(verb, group, resource, subresource, ns, name, verb is "watch" or "connect" || follows);
    }

    private static (string Namespace, string Resource, string Name, string Subresource) ReadScope(string[] parts) => parts switch
    {
        ["namespaces", var ns, var sub] when s_ofNamespaces.Contains(sub) => (ns, "namespaces", ns, sub),
        ["namespaces", var ns, var resource, .. var rest] => (ns, resource, At(rest, 0), At(rest, 1)),
        ["namespaces", var ns] => (ns, "namespaces", ns, ""),
        [var resource, .. var rest] => ("", resource, At(rest, 0), At(rest, 1)),
        _ => ("", "", "", ""),
    };

    private static string VerbOf(string method, string name, string subresource, bool isWatch) => method switch
    {
        _ when s_connecting.Contains(subresource) => "connect",
        "GET" or "HEAD" when isWatch => "watch",
        "GET" or "HEAD" => name.Length > 0 ? "get" : "list",
        "POST" => "create",
        "PUT" => "update",
        "PATCH" => "patch",
        "DELETE" => name.Length > 0 ? "delete" : "deletecollection",
        _ => method.ToLowerInvariant(),
    };

    private static string At(string[] parts, int index) => index < parts.Length ? parts[index] : "";

    private static bool IsTrue(string? value) => value is "1" or "true" or "True" or "TRUE" or "t" or "T";
}
