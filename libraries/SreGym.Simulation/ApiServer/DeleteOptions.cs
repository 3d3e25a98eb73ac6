namespace SreGym.Simulation.ApiServer;

/// <summary>How an object is to be deleted (metav1.DeleteOptions).</summary>
public sealed record DeleteOptions
{
    /// <summary>Seconds a pod gets to stop; null for the pod's own.</summary>
    public long? GracePeriodSeconds { get; init; }

    /// <summary><c>Background</c>, <c>Foreground</c> or <c>Orphan</c>; null for the resource's own.</summary>
    public string? PropagationPolicy { get; init; }

    /// <summary>The object must have this uid.</summary>
    public string? Uid { get; init; }

    /// <summary>The object must have this resourceVersion.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>Check and answer, but change nothing.</summary>
    public bool DryRun { get; init; }
}
