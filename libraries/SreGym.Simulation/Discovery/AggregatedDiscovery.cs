using System.Text.Json.Nodes;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Discovery;

/// <summary>Writes <c>APIGroupDiscoveryList</c>: every group, version and resource in one document.</summary>
internal static class AggregatedDiscovery
{
    public static CachedDocument Build(IEnumerable<ResourceType> resources, AggregatedForm form)
    {
        var list = new JsonObject
        {
            ["kind"] = "APIGroupDiscoveryList",
            ["apiVersion"] = $"apidiscovery.k8s.io/{form.Version()}",
            ["metadata"] = new JsonObject(),
            ["items"] = new JsonArray([.. resources.GroupBy(type => type.Group).Select(Group)]),
        };
        return LegacyDiscovery.Document(list, $"application/json;g=apidiscovery.k8s.io;v={form.Version()};as=APIGroupDiscoveryList");
    }

    private static JsonObject Group(IGrouping<string, ResourceType> group) => new()
    {
        ["metadata"] = group.Key.Length == 0 ? [] : new JsonObject { ["name"] = group.Key },
        ["versions"] = new JsonArray([.. group.GroupBy(type => type.Version).Select(version => new JsonObject
        {
            ["version"] = version.Key,
            ["resources"] = new JsonArray([.. version.Select(Resource)]),
            ["freshness"] = "Current",
        })]),
    };

    private static JsonObject Resource(ResourceType type)
    {
        var resource = new JsonObject
        {
            ["resource"] = type.Plural,
            ["responseKind"] = Kind("", "", type.Kind),
            ["scope"] = type.Namespaced ? "Namespaced" : "Cluster",
            ["singularResource"] = type.Singular,
            ["verbs"] = LegacyDiscovery.Strings(type.Verbs),
        };
        LegacyDiscovery.AddStrings(resource, "shortNames", type.ShortNames);
        LegacyDiscovery.AddStrings(resource, "categories", type.Categories);
        if (type.Subresources.Count > 0)
        {
            resource["subresources"] = new JsonArray([.. type.Subresources.Select(subresource => new JsonObject
            {
                ["subresource"] = subresource.Name,
                ["responseKind"] = Kind(subresource.Group, subresource.Version, subresource.Kind),
                ["verbs"] = LegacyDiscovery.Strings(subresource.Verbs),
            })]);
        }

        return resource;
    }

    private static JsonObject Kind(string group, string version, string kind) =>
        new() { ["group"] = group, ["version"] = version, ["kind"] = kind };
}
