using System.Collections.Frozen;

namespace SreGym.Simulation.Storage;

/// <summary>The resources one cluster serves: the built-in ones and those its CustomResourceDefinitions declare.</summary>
public sealed class ResourceCatalogue
{
    private static readonly FrozenDictionary<(string Group, string Version, string Plural), ResourceType> s_builtIn =
        ResourceTypes.All.ToFrozenDictionary(type => (type.Group, type.Version, type.Plural));

    private readonly ObjectStore _store;
    private volatile ResourceType[]? _custom;

    /// <param name="store">The cluster's objects.</param>
    public ResourceCatalogue(ObjectStore store)
    {
        _store = store;
        _ = store.Subscribe(change =>
        {
            if (ReferenceEquals(change.Object.Type, ResourceTypes.CustomResourceDefinitions))
            {
                _custom = null;
            }
        });
    }

    /// <summary>All resources, built-in ones first.</summary>
    public IEnumerable<ResourceType> All => Custom.Length == 0 ? ResourceTypes.All : ResourceTypes.All.Concat(Custom);

    /// <summary>Resources of CustomResourceDefinitions.</summary>
    public IReadOnlyList<ResourceType> CustomTypes => Custom;

    private ResourceType[] Custom => _custom ??=
        [.. _store.List(ResourceTypes.CustomResourceDefinitions).SelectMany(definition => CustomResources.Read(definition.Parse()))];

    /// <summary>The resource at this path; null when there is none.</summary>
    public ResourceType? Find(string group, string version, string plural) =>
        s_builtIn.TryGetValue((group, version, plural), out var type)
            ? type
            : Custom.FirstOrDefault(item => item.Plural == plural && item.Group == group && item.Version == version);

    /// <summary>The resource of this kind; null when there is none.</summary>
    public ResourceType? FindKind(string apiVersion, string kind) =>
        All.FirstOrDefault(item => item.Kind == kind && item.ApiVersion == apiVersion);

    /// <summary>Whether any resource is served under this group and version.</summary>
    public bool HasGroupVersion(string group, string version) => All.Any(item => item.Group == group && item.Version == version);
}
