using SreGym.Oci.Content;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace SreGym.Cli.Mirror;

/// <summary>A YAML list of images: <c>images</c> with <c>source</c>, <c>target</c> and <c>platforms</c>; a common <c>target</c> at the top.</summary>
internal static class ImageList
{
    private static readonly string[] s_topKeys = ["target", "platforms", "images"];
    private static readonly string[] s_imageKeys = ["source", "target", "platforms"];

    public static IReadOnlyList<MirrorItem> Read(FileInfo file)
    {
        try
        {
            using var text = file.OpenText();
            return Parse(file.Name, text);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--file: {error.Message}", error);
        }
    }

    internal static IReadOnlyList<MirrorItem> Parse(string name, TextReader text)
    {
        var yaml = new YamlStream();
        try
        {
            yaml.Load(text);
        }
        catch (YamlException error)
        {
            throw new UsageException($"{name}: line {error.Start.Line}: {error.Message}", error);
        }

        var root = yaml.Documents is [var document] && document.RootNode is YamlMappingNode mapping ? mapping : throw Wrong(name, null, "it must be one mapping");
        CheckKeys(name, root, s_topKeys);
        var common = Find(name, root, "target");
        var platforms = Platforms(name, root);
        var images = root.Children.TryGetValue("images", out var list) && list is YamlSequenceNode { Children.Count: > 0 } sequence
            ? sequence
            : throw Wrong(name, root, "images must be a list with at least one entry");
        return [.. images.Select(node => ReadImage(name, node, common, platforms))];
    }

    private static MirrorItem ReadImage(string name, YamlNode node, string? common, IReadOnlyList<Platform> platforms)
    {
        var image = node switch
        {
            YamlMappingNode mapping => mapping,
            YamlScalarNode { Value: { } text } => new YamlMappingNode("source", text),
            _ => throw Wrong(name, node, "an image is a reference or a mapping with source"),
        };
        CheckKeys(name, image, s_imageKeys);
        var source = Find(name, image, "source") ?? throw Wrong(name, node, "source is missing");
        var target = Find(name, image, "target") ?? Below(name, node, common, source);
        var own = Platforms(name, image);
        return At(name, node, () => MirrorItem.Parse(source, target, own.Count > 0 ? own : platforms));
    }

    private static T At<T>(string name, YamlNode node, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (UsageException error)
        {
            throw Wrong(name, node, error.Message.TrimEnd('.'));
        }
    }

    // Without a target of its own an image keeps its repository below the common one.
    private static string Below(string name, YamlNode node, string? common, string source) =>
        common is not null && At(name, node, () => SourceText.Parse(source)).Image is { } image
            ? $"{common.TrimEnd('/')}/{image.Repository}"
            : throw Wrong(name, node, "target is missing, here or at the top");

    private static List<Platform> Platforms(string name, YamlMappingNode node) => !node.Children.TryGetValue("platforms", out var list) ? []
        : list is YamlSequenceNode sequence && sequence.All(entry => entry is YamlScalarNode)
            ? [.. sequence.Select(entry => At(name, entry, () => PlatformText.Parse(((YamlScalarNode)entry).Value ?? "")))]
            : throw Wrong(name, list, "platforms must be a list such as [linux/amd64]");

    private static string? Find(string name, YamlMappingNode node, string key) => !node.Children.TryGetValue(key, out var value) ? null
        : value is YamlScalarNode { Value: { Length: > 0 } text } ? text : throw Wrong(name, value, $"{key} must be a text");

    private static void CheckKeys(string name, YamlMappingNode node, string[] known)
    {
        var unknown = node.Children.Keys.FirstOrDefault(key => key is not YamlScalarNode { Value: { } text } || !known.Contains(text));
        if (unknown is not null)
        {
            throw Wrong(name, unknown, $"{unknown} is unknown: the keys are {string.Join(", ", known)}");
        }
    }

    private static UsageException Wrong(string name, YamlNode? node, string message) =>
        new($"{name}{(node is { Start.Line: > 0 } ? $": line {node.Start.Line}" : "")}: {message}.");
}
