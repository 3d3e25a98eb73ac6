using System.Collections.Concurrent;
using SreGym.Oci.Registry;
using SreGym.Oci.Storage;

namespace SreGym.Oci.Hosting;

/// <summary>The registries of one cluster: what runs, what the volumes hold, and who asked for what.</summary>
internal sealed class ClusterRegistries
{
    public ConcurrentDictionary<string, RegistryVolume> Volumes { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, (RegistryInstance Settings, HostedRegistry Registry)> Running { get; } = new(StringComparer.Ordinal);

    /// <summary>One log for each namespace: what somebody runs elsewhere is another registry.</summary>
    public ConcurrentDictionary<string, AccessLog> Accesses { get; } = new(StringComparer.Ordinal);

    public RegistryVolume GetVolume(string name, IBlobStore blobs) => Volumes.GetOrAdd(name, _ => new RegistryVolume(blobs));
}
