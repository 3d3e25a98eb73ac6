namespace SreGym.Simulation.Kubelet.Pods;

/// <summary>Where a container stands.</summary>
internal enum ContainerPhase
{
    /// <summary>Never started.</summary>
    Absent,

    /// <summary>Its process runs.</summary>
    Running,

    /// <summary>Its process has ended.</summary>
    Exited,

    /// <summary>Never started, and its pod is gone.</summary>
    Lost,
}
