namespace SreGym.Conductor.Episodes;

/// <summary>Something an episode holds and recovery gives back. Recorded before it is taken, released in reverse order.</summary>
internal enum Holding
{
    Cluster,
    Application,
    Registry,
    Fault,
    Baseline,
    Session,
}
