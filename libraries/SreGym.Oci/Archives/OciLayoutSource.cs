using SreGym.Oci.Client;
using SreGym.Oci.Content;
using SreGym.Oci.Mirroring;
using SreGym.Oci.References;

namespace SreGym.Oci.Archives;

/// <summary>An image of an OCI layout folder (image-spec "OCI Image Layout").</summary>
public sealed class OciLayoutSource : IImageSource
{
    private const int MaximumManifestSize = 4 * 1024 * 1024;
    private const string RefName = "org.opencontainers.image.ref.name";

    private readonly string _folder;
    private readonly IReadOnlyList<Descriptor> _manifests;
    private readonly Descriptor _root;

    private OciLayoutSource(string folder, IReadOnlyList<Descriptor> manifests, Descriptor root, string name)
    {
        (_folder, _manifests, _root, Name) = (folder, manifests, root, name);
    }

    /// <inheritdoc />
    public string Name { get; }

    /// <inheritdoc />
    public string? Host => null;

    /// <inheritdoc />
    public string Reference => _root.Digest;

    /// <summary>Opens a folder.</summary>
    /// <param name="folder">Folder with <c>oci-layout</c> and <c>index.json</c>.</param>
    /// <param name="tag">Name of the image in the index; null when it holds one only.</param>
    /// <exception cref="FormatException">It is no layout, or the image is not in it.</exception>
    public static OciLayoutSource Open(string folder, string? tag)
    {
        var index = Path.Combine(folder, "index.json");
        if (!File.Exists(index) || !File.Exists(Path.Combine(folder, "oci-layout")))
        {
            throw new FormatException($"{folder} is no OCI layout: oci-layout or index.json is missing in it.");
        }

        var manifests = new ManifestContent(MediaTypes.OciIndex, ReadBounded(index)).ReadIndex().Manifests;
        var chosen = tag is null ? manifests : [.. manifests.Where(entry => IsNamed(entry, tag))];
        return chosen switch
        {
            [var only] => new OciLayoutSource(folder, manifests, only, $"oci:{folder}{(tag is null ? "" : ":" + tag)}"),
            [] => throw new FormatException($"{folder} holds no image{(tag is null ? "" : $" named {tag}")}: it has {Names(manifests)}."),
            _ => throw new FormatException($"{folder} holds several images: name one, oci:{folder}:<tag>. It has {Names(manifests)}."),
        };
    }

    /// <inheritdoc />
    public Task<ManifestHead?> FindManifestAsync(string reference, CancellationToken cancellationToken)
    {
        var digest = Digest.Parse(reference);
        var isRoot = reference == _root.Digest;
        return Task.FromResult<ManifestHead?>(
            File.Exists(BlobPath(digest)) ? new ManifestHead(isRoot ? _root.MediaType : "", new FileInfo(BlobPath(digest)).Length, digest) : null);
    }

    /// <inheritdoc />
    public Task<ManifestContent> GetManifestAsync(string reference, CancellationToken cancellationToken)
    {
        var digest = Digest.Parse(reference);
        var bytes = ReadBounded(BlobPath(digest));
        if (!digest.Matches(bytes))
        {
            throw new DigestMismatchException(reference, Digest.Compute(bytes).ToString());
        }

        var type = reference == _root.Digest ? _root.MediaType : MediaTypes.Sniff(bytes) ?? "";
        return Task.FromResult(new ManifestContent(type, bytes, digest));
    }

    /// <inheritdoc />
    public Task<Stream> OpenBlobAsync(Descriptor blob, long from, long? to, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(blob);
        var file = new FileStream(
            BlobPath(Digest.Parse(blob.Digest)), FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous);
        if (file.Length != blob.Size)
        {
            file.Dispose();
            throw new DigestMismatchException($"{blob.Size} bytes", $"a file of {file.Name} with another length");
        }

        file.Position = from;
        return Task.FromResult<Stream>(file);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<Descriptor>> ListReferrersAsync(Digest subject, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(subject);
        var referrers = _manifests.Where(entry => File.Exists(BlobPath(Digest.Parse(entry.Digest))) && Refers(entry, subject)).ToList();
        return Task.FromResult<IReadOnlyList<Descriptor>>(referrers);
    }

    private bool Refers(Descriptor entry, Digest subject)
    {
        var content = new ManifestContent(entry.MediaType, ReadBounded(BlobPath(Digest.Parse(entry.Digest))));
        var named = content.IsIndex ? content.ReadIndex().Subject : MediaTypes.IsManifest(entry.MediaType) ? content.ReadManifest().Subject : null;
        return named?.Digest == subject.ToString();
    }

    private string BlobPath(Digest digest) => Path.Combine(_folder, "blobs", digest.Algorithm, digest.Hex);

    private static byte[] ReadBounded(string path) => new FileInfo(path) is { Exists: true, Length: <= MaximumManifestSize }
        ? File.ReadAllBytes(path)
        : throw new FormatException($"{path} is missing or larger than {MaximumManifestSize} bytes.");

    // "v1" in most tools' layouts, the whole reference in others'.
    private static bool IsNamed(Descriptor entry, string tag) => entry.Digest == tag
        || (entry.Annotations?.GetValueOrDefault(RefName) is { } name && (name == tag || name.EndsWith(":" + tag, StringComparison.Ordinal)));

    private static string Names(IReadOnlyList<Descriptor> manifests) => manifests.Count == 0
        ? "none"
        : string.Join(", ", manifests.Select(entry => entry.Annotations?.GetValueOrDefault(RefName) ?? entry.Digest));
}
