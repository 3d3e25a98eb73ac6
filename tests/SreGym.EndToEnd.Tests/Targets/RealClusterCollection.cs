namespace SreGym.EndToEnd.Tests.Targets;

/// <summary>Tests with a cluster of the machine's own: one after the other, and nothing else beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RealClusterCollection
{
    public const string Name = "real clusters";
}
