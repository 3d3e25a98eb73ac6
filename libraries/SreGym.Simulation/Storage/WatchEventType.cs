namespace SreGym.Simulation.Storage;

/// <summary>What happened to an object.</summary>
public enum WatchEventType
{
    /// <summary>It was created.</summary>
    Added,

    /// <summary>It was changed.</summary>
    Modified,

    /// <summary>It was removed.</summary>
    Deleted,
}
