using System.Text.Json.Nodes;
using SreGym.Simulation.Controllers.ReplicaSets;
using SreGym.Simulation.Runtime;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Controllers.Workloads;

/// <summary>What one kind of workload wants of its pods.</summary>
internal interface IWorkload
{
    /// <summary>Makes the pods that are missing and removes those that are too many.</summary>
    void Manage(ClusterContext cluster, PodFactory factory, StoredObject stored, JsonObject value, IReadOnlyList<PodView> pods);

    /// <summary>The status these pods give it.</summary>
    JsonObject Status(ClusterContext cluster, JsonObject value, IReadOnlyList<PodView> pods);
}
