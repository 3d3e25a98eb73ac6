using SreGym.Simulation.Runtime;

namespace SreGym.Simulation.Kubelet;

/// <summary>A kubelet looks at its work queue and at its containers once a second, each node at its own moment.</summary>
internal sealed class NodeTicks(ClusterContext cluster, string node)
{
    private readonly long _phase = (long)(cluster.Seed.Fraction("ticks", node) * TimeSpan.TicksPerSecond);

    /// <summary>From now to the first tick after the delay.</summary>
    public TimeSpan UntilTickAfter(TimeSpan delay)
    {
        var earliest = (cluster.Now + delay).UtcTicks;
        var sinceTick = (earliest - _phase) % TimeSpan.TicksPerSecond;
        return delay + TimeSpan.FromTicks(TimeSpan.TicksPerSecond - sinceTick);
    }
}
