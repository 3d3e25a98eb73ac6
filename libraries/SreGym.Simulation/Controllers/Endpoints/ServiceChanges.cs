using SreGym.Simulation.Runtime;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Controllers.Endpoints;

/// <summary>Which Services to look at after a write.</summary>
internal static class ServiceChanges
{
    public static void Enqueue(ClusterContext cluster, ReconcileQueue queue, StoreChange change)
    {
        if (change.Object.Type == ResourceTypes.Services)
        {
            queue.Add(ObjectKey.Of(change.Object));
        }
        else if (change.Object.Type == ResourceTypes.Pods && change.Type != WatchEventType.Added)
        {
            cluster.Loop.Post(() =>
            {
                foreach (var key in ServiceTargets.FindServices(cluster.Api, change.Object))
                {
                    queue.Add(key);
                }
            });
        }
    }
}
