using SreGym.Oci.Content;
using SreGym.Oci.References;
using SreGym.Oci.Storage;

namespace SreGym.Oci.Registry;

/// <summary>
/// The content of a registry: repositories with their manifests, tags and blobs. The bytes of blobs are in a store that volumes share;
/// a repository sees only the blobs that were pushed to it or mounted into it.
/// </summary>
public sealed class RegistryVolume
{
    private readonly Dictionary<string, Repository> _repositories = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly VolumeFolder? _folder;
    private readonly TimeProvider _time;

    /// <param name="blobs">Where the bytes are.</param>
    /// <param name="time">Clock of what was used when; the system's when null.</param>
    public RegistryVolume(IBlobStore blobs, TimeProvider? time = null)
    {
        Blobs = blobs;
        _time = time ?? TimeProvider.System;
    }

    private RegistryVolume(DiskBlobStore blobs, VolumeFolder folder, TimeProvider time)
        : this(blobs, time)
    {
        _folder = folder;
        foreach (var (name, repository) in folder.Load(blobs, time.GetUtcNow()))
        {
            _repositories[name] = repository;
        }

        foreach (var (id, owner, writer) in blobs.ResumeWrites())
        {
            Uploads.Add(new UploadSession(id, owner, writer) { LastUsed = time.GetTimestamp() });
        }
    }

    /// <summary>Where the bytes of blobs are.</summary>
    public IBlobStore Blobs { get; }

    internal UploadSessions Uploads { get; } = new();

    /// <summary>Opens the registry that a folder holds: what was pushed, and the uploads that were going on when its last process ended.</summary>
    /// <param name="blobs">The folder.</param>
    /// <param name="time">Clock of what was used when.</param>
    public static RegistryVolume Open(DiskBlobStore blobs, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(blobs);
        ArgumentNullException.ThrowIfNull(time);
        return new RegistryVolume(blobs, new VolumeFolder(blobs.Root), time);
    }

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

    /// <summary>True when the repository holds the blob; garbage collection then leaves it there for its grace period.</summary>
    public bool HasBlob(string repository, Digest digest)
    {
        lock (_gate)
        {
            if (!_repositories.TryGetValue(repository, out var found) || !found.Blobs.ContainsKey(digest))
            {
                return false;
            }

            found.Blobs[digest] = _time.GetUtcNow();
            return true;
        }
    }

    /// <summary>Adds a blob that is in the store to a repository.</summary>
    public void LinkBlob(string repository, Digest digest)
    {
        lock (_gate)
        {
            Link(repository, digest);
        }
    }

    internal async ValueTask<bool> CommitBlobAsync(
        string repository, IBlobWriter writer, Digest digest, CancellationToken cancellationToken)
    {
        using var lease = Blobs.Leases.Take(digest);
        if (!await writer.CommitAsync(digest, cancellationToken))
        {
            return false;
        }

        LinkBlob(repository, digest);
        return true;
    }

    /// <summary>Links a blob of another repository, of any when <paramref name="from"/> is null; false when it is not there.</summary>
    internal bool TryMountBlob(string repository, Digest digest, string? from)
    {
        lock (_gate)
        {
            var isThere = from is null
                ? _repositories.Values.Any(source => source.Blobs.ContainsKey(digest))
                : _repositories.TryGetValue(from, out var named) && named.Blobs.ContainsKey(digest);
            if (isThere)
            {
                Link(repository, digest);
            }

            return isThere;
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
            return _repositories.Values.SelectMany(repository => repository.Blobs.Keys).ToHashSet();
        }
    }

    internal RegistryError? PutManifest(string repository, string? tag, StoredManifest manifest)
    {
        lock (_gate)
        {
            var target = _repositories.GetValueOrDefault(repository);
            var missing = manifest.Blobs.FirstOrDefault(blob => target is null || !target.Blobs.ContainsKey(blob))
                ?? manifest.Children.FirstOrDefault(child => target is null || !target.Manifests.ContainsKey(child));
            if (missing is not null)
            {
                return RegistryError.ManifestBlobUnknown(missing.ToString());
            }

            _folder?.SaveManifest(repository, manifest.Content);
            target = GetOrAdd(repository);
            target.Manifests[manifest.Content.Digest] = manifest;
            if (tag is not null)
            {
                _folder?.SaveTag(repository, tag, manifest.Content.Digest);
                target.Tags[tag] = manifest.Content.Digest;
            }

            return null;
        }
    }

    internal bool DeleteManifest(string repository, Digest digest)
    {
        lock (_gate)
        {
            if (!_repositories.TryGetValue(repository, out var found) || !found.Manifests.ContainsKey(digest))
            {
                return false;
            }

            foreach (var tag in found.Tags.Where(tag => tag.Value == digest).Select(tag => tag.Key).ToList())
            {
                _folder?.DeleteTag(repository, tag);
                found.Tags.Remove(tag);
            }

            _folder?.DeleteManifest(repository, digest);
            return found.Manifests.Remove(digest);
        }
    }

    internal bool DeleteTag(string repository, string tag)
    {
        lock (_gate)
        {
            if (!_repositories.TryGetValue(repository, out var found) || !found.Tags.ContainsKey(tag))
            {
                return false;
            }

            _folder?.DeleteTag(repository, tag);
            return found.Tags.Remove(tag);
        }
    }

    internal bool UnlinkBlob(string repository, Digest digest)
    {
        lock (_gate)
        {
            return _repositories.TryGetValue(repository, out var found) && Unlink(repository, found, digest);
        }
    }

    /// <summary>Takes blobs out of repositories that no manifest there needs and that nobody was told of after a time; how many.</summary>
    internal int UnlinkUnused(DateTimeOffset before)
    {
        lock (_gate)
        {
            var count = 0;
            foreach (var (name, repository) in _repositories)
            {
                var needed = repository.Manifests.Values.SelectMany(manifest => manifest.Blobs.Concat(manifest.Foreign)).ToHashSet();
                var unused = repository.Blobs.Where(blob => blob.Value <= before && !needed.Contains(blob.Key)).Select(blob => blob.Key).ToList();
                count += unused.Count(digest => Unlink(name, repository, digest));
            }

            return count;
        }
    }

    internal bool HoldsBlob(Digest digest)
    {
        lock (_gate)
        {
            return _repositories.Values.Any(repository => repository.Blobs.ContainsKey(digest));
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

    private void Link(string repository, Digest digest)
    {
        if (!_repositories.TryGetValue(repository, out var found) || !found.Blobs.ContainsKey(digest))
        {
            _folder?.LinkBlob(repository, digest);
        }

        GetOrAdd(repository).Blobs[digest] = _time.GetUtcNow();
    }

    private bool Unlink(string name, Repository repository, Digest digest)
    {
        if (!repository.Blobs.ContainsKey(digest))
        {
            return false;
        }

        _folder?.UnlinkBlob(name, digest);
        return repository.Blobs.Remove(digest);
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
