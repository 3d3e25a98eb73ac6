using SreGym.Oci.Client;
using SreGym.Oci.Content;
using SreGym.Oci.References;

namespace SreGym.Oci.Mirroring;

/// <summary>An image of a registry.</summary>
/// <param name="client">The registry.</param>
/// <param name="image">The image there.</param>
public sealed class RegistryImageSource(RegistryClient client, ImageReference image) : IImageSource
{
    /// <inheritdoc />
    public string Name => image.ToString();

    /// <inheritdoc />
    public string? Host => client.Endpoint.Name;

    /// <inheritdoc />
    public string Reference => image.ManifestReference;

    /// <summary>The repository of the image.</summary>
    public string Repository => image.Repository;

    /// <inheritdoc />
    public Task<ManifestHead?> FindManifestAsync(string reference, CancellationToken cancellationToken) =>
        client.FindManifestAsync(Repository, reference, cancellationToken);

    /// <inheritdoc />
    public Task<ManifestContent> GetManifestAsync(string reference, CancellationToken cancellationToken) =>
        client.GetManifestAsync(Repository, reference, cancellationToken);

    /// <inheritdoc />
    public Task<Stream> OpenBlobAsync(Descriptor blob, long from, long? to, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(blob);
        return client.OpenRangeAsync(Repository, Digest.Parse(blob.Digest), blob.Size, from, to, cancellationToken);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<Descriptor>> ListReferrersAsync(Digest subject, CancellationToken cancellationToken) =>
        ReferrersTag.ListAsync(client, Repository, subject, cancellationToken);
}
