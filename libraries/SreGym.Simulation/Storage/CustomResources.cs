using System.Text.Json.Nodes;
using SreGym.Simulation.Json;

namespace SreGym.Simulation.Storage;

/// <summary>Reads the resources a CustomResourceDefinition declares.</summary>
internal static class CustomResources
{
    private static readonly string[] s_getPatchUpdate = ["get", "patch", "update"];

    public static IEnumerable<ResourceType> Read(JsonObject definition)
    {
        var spec = definition.FindObject("spec");
        var names = spec.FindObject("names");
        if (spec.FindText("group") is not { } group || names.FindText("plural") is not { } plural || names.FindText("kind") is not { } kind)
        {
            yield break;
        }

        ResourceType? first = null;
        foreach (var version in spec.FindArray("versions")?.OfType<JsonObject>().Where(item => item.FindFlag("served") == true) ?? [])
        {
            var type = new ResourceType(
                group,
                version.FindText("name") ?? "v1",
                plural,
                kind,
                names.FindText("singular") ?? kind.ToLowerInvariant(),
                spec.FindText("scope") != "Cluster")
            {
                ShortNames = Texts(names, "shortNames"),
                Categories = Texts(names, "categories"),
                Custom = true,
                HasGeneration = true,
                Subresources = Subresources(version, kind),
            };
            yield return first is null ? type : type with { StoredAs = first };
            first ??= type;
        }
    }

    private static string[] Texts(JsonObject? names, string key) =>
        [.. names.FindArray(key)?.Select(item => item!.GetValue<string>()) ?? []];

    private static List<Subresource> Subresources(JsonObject version, string kind)
    {
        var found = new List<Subresource>();
        if (version.FindObject("subresources", "scale") is not null)
        {
            found.Add(new Subresource("scale", "Scale", s_getPatchUpdate, "autoscaling", "v1"));
        }

        if (version.FindObject("subresources", "status") is not null)
        {
            found.Add(new Subresource("status", kind, s_getPatchUpdate));
        }

        return found;
    }
}
