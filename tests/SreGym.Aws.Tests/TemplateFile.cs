using SreGym.TestingHost;
using YamlDotNet.RepresentationModel;

namespace SreGym.Aws.Tests;

/// <summary>The template and the script beside it, as they are in the repository.</summary>
internal static class TemplateFile
{
    public static string Folder { get; } = Path.Combine(RepositoryFolder.Root, "SreGym.AppHost", "Aws");

    public static string FilePath { get; } = Path.Combine(Folder, "target-cluster.template.yaml");

    public static string Script { get; } = Path.Combine(Folder, "target-cluster.user-data.sh");

    public static YamlMappingNode Load()
    {
        using var reader = File.OpenText(FilePath);
        var yaml = new YamlStream();
        yaml.Load(reader);
        return (YamlMappingNode)yaml.Documents[0].RootNode;
    }

    public static IEnumerable<(string Name, YamlMappingNode Resource)> Resources() =>
        ((YamlMappingNode)Load()["Resources"]).Children.Select(entry => (((YamlScalarNode)entry.Key).Value!, (YamlMappingNode)entry.Value));

    public static YamlNode At(this YamlNode node, params string[] path) => path.Aggregate(node, (current, key) => current[key]);

    public static string Text(this YamlNode node) => ((YamlScalarNode)node).Value!;
}
