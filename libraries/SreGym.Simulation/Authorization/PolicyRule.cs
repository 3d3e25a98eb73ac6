using System.Text.Json.Nodes;
using SreGym.Simulation.Json;

namespace SreGym.Simulation.Authorization;

/// <summary>One rule of a Role or ClusterRole.</summary>
internal sealed record PolicyRule(
    IReadOnlyList<string> Verbs,
    IReadOnlyList<string> Groups,
    IReadOnlyList<string> Resources,
    IReadOnlyList<string> Names,
    IReadOnlyList<string> Paths)
{
    public static PolicyRule Read(JsonNode? rule) => new(
        Texts(rule, "verbs"),
        Texts(rule, "apiGroups"),
        Texts(rule, "resources"),
        Texts(rule, "resourceNames"),
        Texts(rule, "nonResourceURLs"));

    public bool Allows(AccessRequest request)
    {
        if (!Verbs.Contains("*") && !Verbs.Contains(request.Verb))
        {
            return false;
        }

        if (!request.IsResource)
        {
            return Paths.Any(path => path == request.Path || (path.EndsWith('*')
                && request.Path.StartsWith(path[..^1], StringComparison.Ordinal)));
        }

        return (Groups.Contains("*") || Groups.Contains(request.Group))
            && Resources.Any(resource => Covers(resource, request))
            && (Names.Count == 0 || (request.Name.Length > 0 && Names.Contains(request.Name)));
    }

    public JsonObject ToJson(bool resource)
    {
        var json = new JsonObject { ["verbs"] = Texts(Verbs) };
        if (!resource)
        {
            json["nonResourceURLs"] = Texts(Paths);
            return json;
        }

        json["apiGroups"] = Texts(Groups);
        json["resources"] = Texts(Resources);
        if (Names.Count > 0)
        {
            json["resourceNames"] = Texts(Names);
        }

        return json;
    }

    private static bool Covers(string resource, AccessRequest request)
    {
        if (resource == "*" || resource == request.FullResource)
        {
            return true;
        }

        return request.Subresource.Length > 0
            && resource.StartsWith("*/", StringComparison.Ordinal)
            && resource.AsSpan(2).SequenceEqual(request.Subresource);
    }

    private static string[] Texts(JsonNode? rule, string key) =>
        [.. rule.FindArray(key)?.Select(item => item?.ToString() ?? "") ?? []];

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(text => JsonValue.Create(text))];
}
