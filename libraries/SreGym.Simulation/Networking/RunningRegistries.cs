namespace SreGym.Simulation.Networking;

/// <summary>The registries that run in a cluster, by pod.</summary>
internal sealed class RunningRegistries
{
    private readonly Dictionary<string, string> _instances = [];

    public void Add(string podUid, string instance) => _instances[podUid] = instance;

    public bool Remove(string podUid) => _instances.Remove(podUid);

    /// <summary>Virtual host of the registry in a pod; null when the pod runs none.</summary>
    public string? Find(string podUid) => _instances.GetValueOrDefault(podUid);
}
