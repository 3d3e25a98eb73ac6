using SreGym.Oci.References;
using SreGym.Oci.Registry;
using SreGym.Oci.Storage;

namespace SreGym.Oci.Catalogue;

/// <summary>
/// Stand-ins for the public registries: small images, the same bytes on every machine, under the public names the application uses.
/// Built when they are first asked for.
/// </summary>
public sealed class PublicCatalogue
{
    private static readonly string[] s_hosts =
        ["docker.io", "ghcr.io", "quay.io", "registry.k8s.io", "gcr.io", "public.ecr.aws", "mcr.microsoft.com"];

    private readonly Lazy<Dictionary<string, RegistryVolume>> _volumes;
    private readonly MemoryBlobStore _blobs;

    /// <param name="blobs">Where the content goes; shared with other registries.</param>
    public PublicCatalogue(MemoryBlobStore blobs)
    {
        _blobs = blobs;
        _volumes = new Lazy<Dictionary<string, RegistryVolume>>(Build);
    }

    /// <summary>What the catalogue holds.</summary>
    public static IReadOnlyList<ImageReference> Images { get; } = [.. CatalogueImages.All.Select(image => image.Reference)];

    /// <summary>
    /// All images in one registry, under <c>&lt;host&gt;/&lt;repository&gt;</c> and under <c>&lt;repository&gt;</c>,
    /// for clients that reach us by address.
    /// </summary>
    public RegistryVolume Everything => _volumes.Value[""];

    /// <summary>All its registries, built: whoever collects garbage must not run while they are being built.</summary>
    public IReadOnlyCollection<RegistryVolume> Volumes => _volumes.Value.Values;

    /// <summary>True for a public registry that the catalogue stands in for.</summary>
    /// <param name="host">Host without port, e.g. <c>registry-1.docker.io</c>.</param>
    public static bool Serves(string host) => s_hosts.Contains(Canonical(host), StringComparer.OrdinalIgnoreCase);

    /// <summary>The content of a public registry; null when the catalogue does not stand in for it.</summary>
    /// <param name="host">Host without port.</param>
    public RegistryVolume? Find(string host) => Serves(host) ? _volumes.Value[Canonical(host).ToLowerInvariant()] : null;

    private static string Canonical(string host) =>
        host.EndsWith(".docker.io", StringComparison.OrdinalIgnoreCase) ? ImageReference.DefaultRegistry : host;

    private Dictionary<string, RegistryVolume> Build()
    {
        var volumes = s_hosts.Append("").ToDictionary(host => host, _ => new RegistryVolume(_blobs));
        var writer = new ImageWriter(_blobs);
        foreach (var image in CatalogueImages.All)
        {
            var (manifests, needed) = writer.Build(image);
            var (reference, tag) = (image.Reference, image.Reference.Tag!);
            ImageWriter.Publish(volumes[reference.Registry], reference.Repository, tag, manifests, needed);
            ImageWriter.Publish(volumes[""], reference.Repository, tag, manifests, needed);
            ImageWriter.Publish(volumes[""], reference.Name, tag, manifests, needed);
        }

        return volumes;
    }
}
