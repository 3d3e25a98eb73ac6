using SreGym.Simulation.ApiServer;
using SreGym.Simulation.Controllers.ReplicaSets;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Controllers.Workloads;

/// <summary>The pods a workload manages.</summary>
internal static class OwnedPods
{
    public static List<PodView> Find(ClusterApi api, StoredObject owner) =>
        [.. api.List(ResourceTypes.Pods, owner.Namespace)
            .Where(pod => ControllerReference.Find(pod, owner.Type.Kind)?.Uid == owner.Uid)
            .Select(pod => new PodView(pod))];
}
