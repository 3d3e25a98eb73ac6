namespace SreGym.Recovery.Episodes;

/// <summary>Something an episode holds and recovery gives back. Recorded before it is taken, released in reverse order.</summary>
public enum Holding
{
    Cluster,
    Application,
    Registry,
    Fault,
    Baseline,
    Session,
}
