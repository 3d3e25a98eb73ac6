using SreGym.Simulation.Behaviours;
using SreGym.Simulation.Events;
using SreGym.Simulation.Kubelet.Images;
using SreGym.Simulation.Runtime;

namespace SreGym.Simulation.Kubelet;

/// <summary>What the pods of one node share.</summary>
internal sealed record NodeContext(
    ClusterContext Cluster,
    string Name,
    string Address,
    EventRecorder Events,
    ImageService Images,
    BehaviourCatalogue Behaviours,
    RegistryContainers Registries,
    KubeletVersion Version,
    KubeletTimings Timings,
    NodeTicks Ticks,
    PodAddresses Addresses);
