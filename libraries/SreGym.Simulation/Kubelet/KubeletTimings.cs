namespace SreGym.Simulation.Kubelet;

/// <summary>How long the work of a node takes. All of it is cluster time, so virtual clusters wait for nothing.</summary>
internal sealed record KubeletTimings
{
    /// <summary>From the first sync to the pod's sandbox, without the share that differs from pod to pod.</summary>
    public TimeSpan Sandbox { get; init; } = TimeSpan.FromMilliseconds(380);

    /// <summary>The largest share that differs.</summary>
    public TimeSpan SandboxSpread { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Asking a registry and being refused, or the least a pull takes.</summary>
    public TimeSpan Pull { get; init; } = TimeSpan.FromMilliseconds(25);

    /// <summary>The largest share that differs from pull to pull.</summary>
    public TimeSpan PullSpread { get; init; } = TimeSpan.FromMilliseconds(65);

    /// <summary>Creating a container, and again starting it.</summary>
    public TimeSpan Container { get; init; } = TimeSpan.FromMilliseconds(35);

    /// <summary>Taking a sandbox down.</summary>
    public TimeSpan Teardown { get; init; } = TimeSpan.FromMilliseconds(280);

    /// <summary>Multiplies what behaviours say about their own start and stop.</summary>
    public double BehaviourFactor { get; init; } = 1;

    /// <param name="startDelay">From being scheduled to running; null for what a real node takes, zero for at once.</param>
    public static KubeletTimings For(TimeSpan? startDelay) => startDelay is not { } delay
        ? new KubeletTimings()
        : new KubeletTimings
        {
            Sandbox = delay,
            SandboxSpread = TimeSpan.Zero,
            Pull = TimeSpan.Zero,
            PullSpread = TimeSpan.Zero,
            Container = TimeSpan.Zero,
            Teardown = TimeSpan.Zero,
            BehaviourFactor = 0,
        };
}
