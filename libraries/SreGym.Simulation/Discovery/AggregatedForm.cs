namespace SreGym.Simulation.Discovery;

/// <summary>Which form of aggregated discovery a client accepts.</summary>
internal enum AggregatedForm
{
    None,
    V2,
    V2Beta1,
}
