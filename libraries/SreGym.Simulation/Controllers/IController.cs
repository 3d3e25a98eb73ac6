using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Controllers;

/// <summary>Keeps one kind of object as it should be. Works on the cluster's loop only.</summary>
internal interface IController
{
    /// <summary>Called for every write, on the writer's thread: may only enqueue.</summary>
    void Observe(StoreChange change);
}
