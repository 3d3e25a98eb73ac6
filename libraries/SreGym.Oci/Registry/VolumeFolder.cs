using System.Text;
using SreGym.Oci.Content;
using SreGym.Oci.References;
using SreGym.Oci.Storage;

namespace SreGym.Oci.Registry;

/// <summary>
/// What the repositories of a volume hold, as files: <c>repositories/&lt;name&gt;/_blobs</c>, <c>_manifests</c> and <c>_tags</c>.
/// Each fact is one file that is there or not. No part of a repository's name begins with an underscore, so that names cannot collide.
/// </summary>
internal sealed class VolumeFolder(string root)
{
    private const string Blobs = "_blobs";
    private const string Manifests = "_manifests";
    private const string Tags = "_tags";

    private readonly string _repositories = Path.Combine(root, "repositories");

    public void LinkBlob(string repository, Digest digest) => DurableFiles.Write(PathOf(repository, Blobs, digest), []);

    public void UnlinkBlob(string repository, Digest digest) => DurableFiles.Delete(PathOf(repository, Blobs, digest));

    /// <summary>The media type in the first line, then the bytes.</summary>
    public void SaveManifest(string repository, ManifestContent content) =>
        DurableFiles.Write(PathOf(repository, Manifests, content.Digest), [.. Encoding.UTF8.GetBytes(content.MediaType + "\n"), .. content.Bytes.Span]);

    public void DeleteManifest(string repository, Digest digest) => DurableFiles.Delete(PathOf(repository, Manifests, digest));

    public void SaveTag(string repository, string tag, Digest digest) =>
        DurableFiles.Write(Path.Combine(_repositories, repository, Tags, tag), Encoding.UTF8.GetBytes(digest.ToString()));

    public void DeleteTag(string repository, string tag) => DurableFiles.Delete(Path.Combine(_repositories, repository, Tags, tag));

    /// <summary>Reads everything. What contradicts itself, e.g. after a file system was damaged, is left out: it is never served.</summary>
    public IEnumerable<(string Name, Repository Repository)> Load(IBlobStore blobs, DateTimeOffset now)
    {
        DurableFiles.CreateFolder(_repositories);
        var names = Directory.EnumerateDirectories(_repositories, "_*", SearchOption.AllDirectories)
            .Where(folder => Path.GetFileName(folder) is Blobs or Manifests or Tags)
            .Select(folder => Path.GetRelativePath(_repositories, Path.GetDirectoryName(folder)!).Replace(Path.DirectorySeparatorChar, '/'))
            .Distinct(StringComparer.Ordinal)
            .ToList();
        foreach (var name in names)
        {
            var repository = new Repository();
            foreach (var digest in ListDigests(name, Blobs).Where(digest => blobs.FindSize(digest) is not null))
            {
                repository.Blobs[digest] = now;
            }

            LoadManifests(name, repository);
            LoadTags(name, repository);
            yield return (name, repository);
        }
    }

    private void LoadManifests(string name, Repository repository)
    {
        foreach (var digest in ListDigests(name, Manifests))
        {
            var file = File.ReadAllBytes(PathOf(name, Manifests, digest));
            var end = Array.IndexOf(file, (byte)'\n');
            if (end < 0 || !digest.Matches(file.AsSpan(end + 1)))
            {
                continue;
            }

            var content = new ManifestContent(Encoding.UTF8.GetString(file, 0, end), file.AsMemory(end + 1), digest);
            if (ManifestReader.TryRead(content, out var manifest, out _))
            {
                repository.Manifests[digest] = manifest;
            }
        }
    }

    private void LoadTags(string name, Repository repository)
    {
        foreach (var path in ListFiles(Path.Combine(_repositories, name, Tags)))
        {
            if (Digest.TryParse(File.ReadAllText(path), out var digest) && repository.Manifests.ContainsKey(digest))
            {
                repository.Tags[Path.GetFileName(path)] = digest;
            }
        }
    }

    private IEnumerable<Digest> ListDigests(string name, string kind)
    {
        var folder = Path.Combine(_repositories, name, kind);
        foreach (var algorithm in Directory.Exists(folder) ? Directory.GetDirectories(folder) : [])
        {
            foreach (var path in ListFiles(algorithm))
            {
                if (Digest.TryParse($"{Path.GetFileName(algorithm)}:{Path.GetFileName(path)}", out var digest))
                {
                    yield return digest;
                }
            }
        }
    }

    private static IEnumerable<string> ListFiles(string folder)
    {
        foreach (var path in Directory.Exists(folder) ? Directory.GetFiles(folder) : [])
        {
            if (DurableFiles.IsTemporary(path))
            {
                File.Delete(path);
            }
            else
            {
                yield return path;
            }
        }
    }

    private string PathOf(string repository, string kind, Digest digest) =>
        Path.Combine(_repositories, repository, kind, digest.Algorithm, digest.Hex);
}
