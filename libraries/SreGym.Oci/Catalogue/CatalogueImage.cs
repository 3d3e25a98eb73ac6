using SreGym.Oci.Content;
using SreGym.Oci.References;

namespace SreGym.Oci.Catalogue;

/// <summary>An image of the catalogue, declared.</summary>
internal sealed record CatalogueImage
{
    public required ImageReference Reference { get; init; }

    /// <summary>What runs in it: the label <c>org.opencontainers.image.title</c>, which survives mirroring.</summary>
    public required string Title { get; init; }

    public required IReadOnlyList<CatalogueLayer> Layers { get; init; }

    public IReadOnlyList<string>? Entrypoint { get; init; }

    public IReadOnlyList<string>? Cmd { get; init; }

    public IReadOnlyList<string> Environment { get; init; } = [];

    public IReadOnlyList<string> Ports { get; init; } = [];

    public string? User { get; init; }

    public string? WorkingDirectory { get; init; }

    public string? Volume { get; init; }

    public ContainerDefaults ToDefaults() => new()
    {
        User = User,
        ExposedPorts = Ports.Count == 0 ? null : Ports.ToDictionary(port => port, _ => new EmptyObject()),
        Env = ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", .. Environment],
        Entrypoint = Entrypoint,
        Cmd = Cmd,
        Volumes = Volume is null ? null : new Dictionary<string, EmptyObject> { [Volume] = new() },
        WorkingDir = WorkingDirectory,
        Labels = new Dictionary<string, string>
        {
            ["org.opencontainers.image.ref.name"] = Reference.ToString(),
            ["org.opencontainers.image.title"] = Title,
        },
    };
}
