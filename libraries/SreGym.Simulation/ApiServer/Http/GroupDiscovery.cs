using System.Text.Json.Nodes;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.ApiServer.Http;

/// <summary>Which groups and resources there are.</summary>
internal static class GroupDiscovery
{
    public static JsonObject CoreVersions() => new()
    {
        ["kind"] = "APIVersions",
        ["versions"] = new JsonArray("v1"),
        ["serverAddressByClientCIDRs"] = new JsonArray(
            new JsonObject { ["clientCIDR"] = "0.0.0.0/0", ["serverAddress"] = "127.0.0.1:6443" }),
    };

    public static JsonObject Groups(ResourceCatalogue catalogue) => new()
    {
        ["kind"] = "APIGroupList",
        ["apiVersion"] = "v1",
        ["groups"] = new JsonArray([.. catalogue.All
            .Where(type => type.Group.Length > 0)
            .GroupBy(type => type.Group)
            .Select(group => ToJson(group.Key, [.. group.Select(type => type.Version).Distinct()]))]),
    };

    public static JsonObject? FindResources(ResourceCatalogue catalogue, string path)
    {
        var (group, version) = path.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
        {
            ["api", var core] => ("", core),
            ["apis", var named, var its] => (named, its),
            _ => ("-", ""),
        };
        var types = catalogue.All.Where(type => type.Group == group && type.Version == version).ToList();
        return types.Count == 0 ? null : new JsonObject
        {
            ["kind"] = "APIResourceList",
            ["apiVersion"] = "v1",
            ["groupVersion"] = types[0].ApiVersion,
            ["resources"] = new JsonArray([.. types.SelectMany(Resources)]),
        };
    }

    private static JsonObject ToJson(string group, IReadOnlyList<string> versions) => new()
    {
        ["name"] = group,
        ["versions"] = new JsonArray([.. versions.Select(version => Version(group, version))]),
        ["preferredVersion"] = Version(group, versions[0]),
    };

    private static JsonObject Version(string group, string version) =>
        new() { ["groupVersion"] = $"{group}/{version}", ["version"] = version };

    private static IEnumerable<JsonNode> Resources(ResourceType type)
    {
        yield return new JsonObject
        {
            ["name"] = type.Plural,
            ["singularName"] = type.Singular,
            ["namespaced"] = type.Namespaced,
            ["kind"] = type.Kind,
            ["verbs"] = Texts(type.Verbs),
            ["shortNames"] = Texts(type.ShortNames),
            ["categories"] = Texts(type.Categories),
        };
        foreach (var subresource in type.Subresources)
        {
            yield return new JsonObject
            {
                ["name"] = $"{type.Plural}/{subresource.Name}",
                ["singularName"] = "",
                ["namespaced"] = type.Namespaced,
                ["kind"] = subresource.Kind,
                ["verbs"] = Texts(subresource.Verbs),
            };
        }
    }

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(text => JsonValue.Create(text))];
}
