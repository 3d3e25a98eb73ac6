using SreGym.Oci.Content;
using SreGym.Oci.References;
using SreGym.Oci.Storage;

namespace SreGym.Oci.Registry;

/// <summary>
/// The content of a registry: repositories with their manifests, tags and blobs. The bytes of blobs are in a store that volumes share;
/// a repository sees only the blobs that were pushed to it or mounted into it.
/// </summary>
/// <param name="blobs">Where the bytes are.</param>
public sealed class RegistryVolume(IBlobStore blobs)
{
    private readonly Dictionary<string, Repository> _repositories = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>Where the bytes of blobs are.</summary>
    public IBlobStore Blobs { get; } = blobs;

    internal UploadSessions Uploads { get; } = new();

    /// <summary>The manifest a tag or digest names; null when there is none.</summary>
    public ManifestContent? FindManifest(string repository, string reference)
    {
        lock (_gate)
        {
            if (!_repositories.TryGetValue(repository, out var found))
            {
                return null;
            }

            var digest = reference.Contains(':', StringComparison.Ordinal)
                ? Digest.TryParse(reference, out var parsed) ? parsed : null
                : found.Tags.GetValueOrDefault(reference);
            return digest is null ? null : found.Manifests.GetValueOrDefault(digest)?.Content;
        }
    }

    /// <summary>True when something was ever pushed to the repository.</summary>
    public bool HasRepository(string repository)
    {
        lock (_gate)
        {
            return _repositories.ContainsKey(repository);
        }
    }

    /// <summary>True when the repository holds the blob.</summary>
    public bool HasBlob(string repository, Digest digest)
    {
        lock (_gate)
        {
            return _repositories.TryGetValue(repository, out var found) && found.Blobs.Contains(digest);
        }
    }

    /// <summary>Adds a blob that is in the store to a repository.</summary>
    public void LinkBlob(string repository, Digest digest)
    {
        lock (_gate)
        {
            GetOrAdd(repository).Blobs.Add(digest);
        }
    }

    internal async ValueTask<bool> CommitBlobAsync(
        string repository, IBlobWriter writer, Digest digest, CancellationToken cancellationToken)
    {
        if (!await writer.CommitAsync(digest, cancellationToken))
        {
            return false;
        }

        LinkBlob(repository, digest);
        return true;
    }

    internal bool TryMountBlob(string repository, Digest digest, string from)
    {
        lock (_gate)
        {
            if (!_repositories.TryGetValue(from, out var source) || !source.Blobs.Contains(digest))
            {
                return false;
            }

            GetOrAdd(repository).Blobs.Add(digest);
            return true;
        }
    }

    /// <summary>All repositories in order.</summary>
    public IReadOnlyList<string> ListRepositories()
    {
        lock (_gate)
        {
            return [.. _repositories.Keys.Order(LexicalOrder.Instance)];
        }
    }

    /// <summary>The tags of a repository in order; null when there is no such repository.</summary>
    public IReadOnlyList<string>? FindTags(string repository)
    {
        lock (_gate)
        {
            return _repositories.TryGetValue(repository, out var found) ? [.. found.Tags.Keys] : null;
        }
    }

    /// <summary>All blobs any repository holds.</summary>
    public IReadOnlySet<Digest> ListBlobs()
    {
        lock (_gate)
        {
            return _repositories.Values.SelectMany(repository => repository.Blobs).ToHashSet();
        }
    }

    internal RegistryError? PutManifest(string repository, string? tag, StoredManifest manifest)
    {
        lock (_gate)
        {
            var target = _repositories.GetValueOrDefault(repository);
            var missing = manifest.Blobs.FirstOrDefault(blob => target is null || !target.Blobs.Contains(blob))
                ?? manifest.Children.FirstOrDefault(child => target is null || !target.Manifests.ContainsKey(child));
            if (missing is not null)
            {
                return RegistryError.ManifestBlobUnknown(missing.ToString());
            }

            target = GetOrAdd(repository);
            target.Manifests[manifest.Content.Digest] = manifest;
            if (tag is not null)
            {
                target.Tags[tag] = manifest.Content.Digest;
            }

            return null;
        }
    }

    internal bool DeleteManifest(string repository, Digest digest)
    {
        lock (_gate)
        {
            if (!_repositories.TryGetValue(repository, out var found) || !found.Manifests.Remove(digest))
            {
                return false;
            }

            foreach (var tag in found.Tags.Where(tag => tag.Value == digest).Select(tag => tag.Key).ToList())
            {
                found.Tags.Remove(tag);
            }

            return true;
        }
    }

    internal bool DeleteTag(string repository, string tag)
    {
        lock (_gate)
        {
            return _repositories.TryGetValue(repository, out var found) && found.Tags.Remove(tag);
        }
    }

    internal bool UnlinkBlob(string repository, Digest digest)
    {
        lock (_gate)
        {
            return _repositories.TryGetValue(repository, out var found) && found.Blobs.Remove(digest);
        }
    }

    internal IReadOnlyList<Descriptor> ListReferrers(string repository, Digest subject)
    {
        lock (_gate)
        {
            return _repositories.TryGetValue(repository, out var found)
                ? [.. found.Manifests.Values.Where(manifest => manifest.Subject == subject).Select(manifest => manifest.Referrer)]
                : [];
        }
    }

    private Repository GetOrAdd(string repository)
    {
        if (!_repositories.TryGetValue(repository, out var found))
        {
            _repositories[repository] = found = new Repository();
        }

        return found;
    }
}
