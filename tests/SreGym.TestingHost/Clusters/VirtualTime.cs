using Microsoft.Extensions.Time.Testing;
using SreGym.Simulation.Runtime;

namespace SreGym.TestingHost.Clusters;

/// <summary>Lets a cluster's clock run from one piece of work to the next, so that everything happens at its own time.</summary>
public static class VirtualTime
{
    /// <summary>Advances the clock; returns when all work due until then is done.</summary>
    public static async Task AdvanceAsync(this SimulatedCluster cluster, FakeTimeProvider time, TimeSpan span)
    {
        var end = time.GetUtcNow() + span;
        await cluster.Loop.IdleAsync();
        while (cluster.Loop.NextDue is { } due && due <= end)
        {
            await StepAsync(cluster, time, due);
        }

        await StepAsync(cluster, time, end);
    }

    private static Task StepAsync(SimulatedCluster cluster, FakeTimeProvider time, DateTimeOffset to)
    {
        if (to > time.GetUtcNow())
        {
            time.SetUtcNow(to);
        }

        return cluster.Loop.IdleAsync();
    }
}
