using System.Collections.Concurrent;
using SreGym.Oci.Catalogue;
using SreGym.Oci.Registry;
using SreGym.Oci.Storage;

namespace SreGym.Oci.Hosting;

/// <summary>
/// Chooses the registry of a request by its host: a running container of an embedded cluster, a cluster (its running registry in the
/// registry namespace), a public registry (the catalogue), or this machine's own name (the whole catalogue).
/// </summary>
public sealed class RegistryHosts
{
    /// <summary>Namespace of the registry that a cluster's id stands for.</summary>
    public const string RegistryNamespace = "platform-registry";

    private const string DefaultRealm = "Registry Realm";

    private readonly ConcurrentDictionary<string, ClusterRegistries> _clusters = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, string> _clusterOfInstance = new(StringComparer.OrdinalIgnoreCase);
    private readonly MemoryBlobStore _blobs;
    private readonly PublicCatalogue _catalogue;
    private readonly GarbageCollector _garbage;
    private readonly TimeProvider _time;

    /// <param name="blobs">Content of all registries.</param>
    /// <param name="time">Clock of remembered credentials.</param>
    public RegistryHosts(MemoryBlobStore blobs, TimeProvider time)
    {
        _blobs = blobs;
        _catalogue = new PublicCatalogue(blobs);
        _garbage = new GarbageCollector(blobs, ListVolumes, time);
        _time = time;
    }

    /// <summary>A registry container has started. Starting it again replaces its settings.</summary>
    public void Start(RegistryInstance instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        var cluster = _clusters.GetOrAdd(instance.ClusterId, _ => new ClusterRegistries());
        var realm = string.IsNullOrEmpty(instance.Realm) ? DefaultRealm : instance.Realm;
        cluster.Running[instance.Instance] = (instance, new HostedRegistry
        {
            Instance = instance.Instance,
            Volume = cluster.GetVolume(instance.Volume, _blobs),
            Authenticator = instance.RequiresAuthentication
                ? new BasicAuthenticator(HtpasswdFile.Parse(instance.Htpasswd), realm, _time)
                : null,
            Accesses = cluster.Accesses.GetOrAdd(instance.Namespace, _ => new AccessLog()),
        });
        _clusterOfInstance[instance.Instance] = instance.ClusterId;
    }

    /// <summary>The users of a namespace's registries have changed: from the next request on, and what was accepted before is forgotten.</summary>
    /// <param name="clusterId">The cluster.</param>
    /// <param name="registryNamespace">Namespace of the registries; those without authentication stay open.</param>
    /// <param name="htpasswd">Text of the new file.</param>
    public void ReplaceUsers(string clusterId, string registryNamespace, string htpasswd)
    {
        if (!_clusters.TryGetValue(clusterId, out var cluster))
        {
            return;
        }

        foreach (var (_, registry) in cluster.Running.Values.Where(running => running.Settings.Namespace == registryNamespace))
        {
            registry.Authenticator?.Replace(HtpasswdFile.Parse(htpasswd));
        }
    }

    /// <summary>A registry container has stopped; its volume stays. False when it did not run.</summary>
    public bool Stop(string clusterId, string instance)
    {
        _clusterOfInstance.TryRemove(instance, out _);
        return _clusters.TryGetValue(clusterId, out var cluster) && cluster.Running.TryRemove(instance, out _);
    }

    /// <summary>
    /// Drops everything of a cluster: its registries, its unfinished uploads, and the content that no other cluster and no public registry
    /// holds. What a request commits at this very moment goes with the next cluster.
    /// </summary>
    /// <returns>What was removed from the store; null when there was no such cluster.</returns>
    public async Task<GarbageReport?> RemoveClusterAsync(string clusterId)
    {
        if (!_clusters.TryRemove(clusterId, out var cluster))
        {
            return null;
        }

        foreach (var instance in cluster.Running.Keys)
        {
            _clusterOfInstance.TryRemove(instance, out _);
        }

        foreach (var volume in cluster.Volumes.Values)
        {
            await volume.Uploads.CloseAsync();
        }

        return _garbage.CollectUnheld();
    }

    /// <summary>The requests to the registries of a namespace since a time; empty when it has none.</summary>
    public IReadOnlyList<AccessEntry> ListAccesses(string clusterId, string registryNamespace, DateTimeOffset since) =>
        _clusters.TryGetValue(clusterId, out var cluster) && cluster.Accesses.TryGetValue(registryNamespace, out var log) ? log.List(since) : [];

    /// <summary>The registry a host names; null when there is none.</summary>
    /// <param name="host">Value of the Host header.</param>
    public HostedRegistry? Find(string host)
    {
        var name = WithoutPort(host);
        return FindInstance(host) ?? FindInstance(name) ?? FindOfCluster(name) ?? FindPublic(name);
    }

    private RegistryVolume[] ListVolumes() => [.. _catalogue.Volumes, .. _clusters.Values.SelectMany(cluster => cluster.Volumes.Values)];

    private HostedRegistry? FindInstance(string instance) =>
        _clusterOfInstance.TryGetValue(instance, out var clusterId)
            && _clusters.TryGetValue(clusterId, out var cluster)
            && cluster.Running.TryGetValue(instance, out var found)
                ? found.Registry
                : null;

    private HostedRegistry? FindOfCluster(string clusterId) =>
        _clusters.TryGetValue(clusterId, out var cluster)
            ? cluster.Running.Values
                .Where(running => running.Settings.Namespace == RegistryNamespace)
                .Select(running => running.Registry)
                .MinBy(registry => registry.Instance, StringComparer.Ordinal)
            : null;

    private HostedRegistry? FindPublic(string name)
    {
        var volume = name is "localhost" or "[::1]" || (System.Net.IPAddress.TryParse(name, out var address) && System.Net.IPAddress.IsLoopback(address))
            ? _catalogue.Everything
            : _catalogue.Find(name);
        return volume is null ? null : new HostedRegistry { Instance = name, Volume = volume, IsReadOnly = true };
    }

    private static string WithoutPort(string host)
    {
        var colon = host.LastIndexOf(':');
        return colon > host.LastIndexOf(']') ? host[..colon] : host;
    }
}
