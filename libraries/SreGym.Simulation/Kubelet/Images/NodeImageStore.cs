using SreGym.Oci.References;

namespace SreGym.Simulation.Kubelet.Images;

/// <summary>The images of a node, by content, and the names they go by.</summary>
internal sealed class NodeImageStore
{
    private readonly Dictionary<string, NodeImage> _images = [];
    private readonly Dictionary<string, string> _idsByName = [];
    private readonly Dictionary<string, PullRecord> _records = [];

    public IReadOnlyCollection<NodeImage> Images => _images.Values;

    /// <summary>The image a reference stands for on this node; null when it is not there.</summary>
    public NodeImage? Find(ImageReference reference) =>
        _idsByName.TryGetValue(reference.ToString(), out var id) ? _images[id] : null;

    /// <summary>All names of an image, as a node reports them.</summary>
    public IEnumerable<string> FindNames(NodeImage image) =>
        _idsByName.Where(name => name.Value == image.Id).Select(name => name.Key).Order(StringComparer.Ordinal);

    public void Add(ImageReference reference, NodeImage image, PullCredentials? credentials)
    {
        _images[image.Id] = image;
        _idsByName[reference.ToString()] = image.Id;
        _idsByName[image.RepoDigest] = image.Id;
        if (!_records.TryGetValue(image.Id, out var record))
        {
            _records[image.Id] = record = new PullRecord();
        }

        record.Add(credentials);
    }

    /// <summary>
    /// Whether a pod with these credentials may use the image without asking the registry. Images that came some other way than through
    /// the kubelet have no record and are for everybody (policy NeverVerifyPreloadedImages, the default).
    /// </summary>
    public bool MayUse(NodeImage image, IEnumerable<PullCredentials> candidates) =>
        !_records.TryGetValue(image.Id, out var record) || record.Allows(candidates);
}
