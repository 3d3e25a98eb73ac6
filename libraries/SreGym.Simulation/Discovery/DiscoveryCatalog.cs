using System.Collections.Concurrent;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Discovery;

/// <summary>
/// Answers <c>/api</c>, <c>/apis</c> and what lies below down to the version, in the legacy and the aggregated form.
/// Immutable; clusters without resources of their own share <see cref="BuiltIn"/>.
/// </summary>
public sealed class DiscoveryCatalog
{
    private readonly ConcurrentDictionary<(string Path, AggregatedForm Form), CachedDocument?> _documents = new();
    private readonly IReadOnlyList<ResourceType> _resources;

    /// <summary>Creates the catalogue.</summary>
    /// <param name="resources">Group by group, in the order to be listed.</param>
    public DiscoveryCatalog(IReadOnlyList<ResourceType> resources) => _resources = resources;

    /// <summary>The catalogue of <see cref="ResourceTypes.All"/>.</summary>
    public static DiscoveryCatalog BuiltIn { get; } = new(ResourceTypes.All);

    /// <summary>The answer to a discovery path; null when the path names no group or version that is served.</summary>
    /// <param name="path">For instance <c>/apis/apps/v1</c>, without a trailing slash.</param>
    /// <param name="accept">The request's Accept header.</param>
    public CachedDocument? Find(string path, string? accept)
    {
        var form = path is "/api" or "/apis" ? AggregatedFormExtensions.Negotiate(accept) : AggregatedForm.None;
        return _documents.GetOrAdd((path, form), static (key, catalog) => catalog.Build(key.Path, key.Form), this);
    }

    private CachedDocument? Build(string path, AggregatedForm form)
    {
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        switch (segments)
        {
            case ["api"] when form != AggregatedForm.None:
                return AggregatedDiscovery.Build(_resources.Where(type => type.Group.Length == 0), form);
            case ["apis"] when form != AggregatedForm.None:
                return AggregatedDiscovery.Build(_resources.Where(type => type.Group.Length > 0), form);
            case ["api"]:
                return LegacyDiscovery.Versions();
            case ["apis"]:
                return LegacyDiscovery.Groups(_resources.Where(type => type.Group.Length > 0));
            case ["api", var version]:
                return Resources("", version);
            case ["apis", var group]:
                return _resources.Where(type => type.Group == group).ToList() is { Count: > 0 } found ? LegacyDiscovery.Group(found) : null;
            case ["apis", var group, var version]:
                return Resources(group, version);
            default:
                return null;
        }
    }

    private CachedDocument? Resources(string group, string version) =>
        _resources.Where(type => type.Group == group && type.Version == version).ToList() is { Count: > 0 } found
            ? LegacyDiscovery.Resources(found)
            : null;
}
