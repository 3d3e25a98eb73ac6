using System.Net;
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
    public async Task<IReadOnlyList<Descriptor>> ListReferrersAsync(Digest subject, CancellationToken cancellationToken)
    {
        try
        {
            return await client.FindReferrersAsync(Repository, subject, cancellationToken)
                ?? await ReferrersTag.ListAsync(client, Repository, subject, cancellationToken);
        }
        catch (RegistryRequestException error) when (error.Status is HttpStatusCode.BadRequest or HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized)
        {
            // Older registries answer paths they do not know in many ways; the image itself has been allowed to us.
            return [];
        }
    }
}
