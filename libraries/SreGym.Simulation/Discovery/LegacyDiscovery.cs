using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Discovery;

/// <summary>Writes the discovery documents that older clients read one by one.</summary>
internal static class LegacyDiscovery
{
    public static CachedDocument Versions() => Document(new JsonObject
    {
        ["kind"] = "APIVersions",
        ["versions"] = new JsonArray("v1"),
        ["serverAddressByClientCIDRs"] = new JsonArray(),
    });

    public static CachedDocument Groups(IEnumerable<ResourceType> resources) => Document(new JsonObject
    {
        ["kind"] = "APIGroupList",
        ["apiVersion"] = "v1",
        ["groups"] = new JsonArray([.. resources.GroupBy(type => type.Group).Select(group => Describe([.. group]))]),
    });

    public static CachedDocument Group(IReadOnlyList<ResourceType> resources)
    {
        var group = new JsonObject { ["kind"] = "APIGroup", ["apiVersion"] = "v1" };
        foreach (var (name, value) in Describe(resources))
        {
            group[name] = value?.DeepClone();
        }

        return Document(group);
    }

    public static CachedDocument Resources(IReadOnlyList<ResourceType> resources)
    {
        var list = new JsonObject { ["kind"] = "APIResourceList" };
        if (resources[0].Group.Length > 0)
        {
            list["apiVersion"] = "v1";
        }

        list["groupVersion"] = resources[0].ApiVersion;
        var items = new JsonArray();
        foreach (var type in resources)
        {
            items.Add(Resource(type));
            foreach (var subresource in type.Subresources)
            {
                items.Add(Resource(type, subresource));
            }
        }

        list["resources"] = items;
        return Document(list);
    }

    public static CachedDocument Document(JsonObject value, string contentType = "application/json") =>
        CachedDocument.Create(contentType, Encoding.UTF8.GetBytes(value.ToJsonString()));

    public static JsonArray Strings(IReadOnlyList<string> values) => new([.. values.Select(value => (JsonNode)value)]);

    public static void AddStrings(JsonObject target, string name, IReadOnlyList<string> values)
    {
        if (values.Count > 0)
        {
            target[name] = Strings(values);
        }
    }

    private static JsonObject Describe(IReadOnlyList<ResourceType> resources) => new()
    {
        ["name"] = resources[0].Group,
        ["versions"] = new JsonArray([.. resources.Select(type => type.Version).Distinct()
            .Select(version => Version(resources[0].Group, version))]),
        ["preferredVersion"] = Version(resources[0].Group, resources[0].Version),
    };

    private static JsonObject Version(string group, string version) =>
        new() { ["groupVersion"] = $"{group}/{version}", ["version"] = version };

    private static JsonObject Resource(ResourceType type)
    {
        var resource = new JsonObject
        {
            ["name"] = type.Plural,
            ["singularName"] = type.Singular,
            ["namespaced"] = type.Namespaced,
            ["kind"] = type.Kind,
            ["verbs"] = Strings(type.Verbs),
        };
        AddStrings(resource, "shortNames", type.ShortNames);
        AddStrings(resource, "categories", type.Categories);
        if (type.Stored && type.Verbs.Contains("watch"))
        {
            var stored = type.StoredAs ?? type;
            var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{stored.Group}/{stored.Version}/{stored.Kind}"));
            resource["storageVersionHash"] = Convert.ToBase64String(hash.AsSpan(0, 8));
        }

        return resource;
    }

    private static JsonObject Resource(ResourceType type, Subresource subresource)
    {
        var resource = new JsonObject
        {
            ["name"] = $"{type.Plural}/{subresource.Name}",
            ["singularName"] = "",
            ["namespaced"] = type.Namespaced,
        };
        if (subresource.Version.Length > 0)
        {
            resource["group"] = subresource.Group;
            resource["version"] = subresource.Version;
        }

        resource["kind"] = subresource.Kind;
        resource["verbs"] = Strings(subresource.Verbs);
        return resource;
    }
}
