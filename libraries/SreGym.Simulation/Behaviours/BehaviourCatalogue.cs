using System.Text.Json;
using System.Text.Json.Nodes;
using SreGym.Oci.Content;
using SreGym.Simulation.Runtime;

namespace SreGym.Simulation.Behaviours;

/// <summary>The known behaviours, most specific first. The data is <c>behaviours.json</c>.</summary>
internal sealed class BehaviourCatalogue
{
    private const string TitleLabel = "org.opencontainers.image.title";
    private readonly IReadOnlyList<ContainerBehaviour> _behaviours;

    public BehaviourCatalogue(IReadOnlyList<ContainerBehaviour> behaviours) => _behaviours = behaviours;

    /// <summary>The behaviours that come with the library.</summary>
    public static BehaviourCatalogue BuiltIn { get; } = Load();

    /// <summary>
    /// The first behaviour whose image and command match; an endless process that says nothing when there is none. In an unknown image
    /// that process serves the ports its container declares; in a known one, under a command of its own, it serves none.
    /// </summary>
    public ContainerBehaviour Choose(ImageConfig image, JsonObject container)
    {
        var title = image.Config?.Labels?.GetValueOrDefault(TitleLabel);
        var words = CommandLine(image, container).SelectMany(argument => argument.Split([' ', '\n', '/'], StringSplitOptions.RemoveEmptyEntries)).ToHashSet();
        return _behaviours.FirstOrDefault(behaviour =>
            (behaviour.Image is null || behaviour.Image == title) && (behaviour.Command is null || words.Contains(behaviour.Command)))
            ?? new ContainerBehaviour { ServesDeclaredPorts = _behaviours.All(behaviour => behaviour.Image != title) };
    }

    /// <summary>Command and arguments as the runtime puts them together: the pod's command replaces both of the image's.</summary>
    public static IReadOnlyList<string> CommandLine(ImageConfig image, JsonObject container)
    {
        var command = container.Texts("command");
        var arguments = container.Texts("args");
        return command.Count > 0
            ? [.. command, .. arguments]
            : [.. image.Config?.Entrypoint ?? [], .. arguments.Count > 0 ? arguments : image.Config?.Cmd ?? []];
    }

    private static BehaviourCatalogue Load()
    {
        using var data = typeof(BehaviourCatalogue).Assembly.GetManifestResourceStream("behaviours.json")
            ?? throw new InvalidOperationException("The embedded file behaviours.json is missing.");
        return new BehaviourCatalogue(JsonSerializer.Deserialize(data, BehaviourJson.Default.IReadOnlyListContainerBehaviour) ?? []);
    }
}
