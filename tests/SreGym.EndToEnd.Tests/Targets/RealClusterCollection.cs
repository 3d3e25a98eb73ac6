namespace SreGym.EndToEnd.Tests.Targets;

/// <summary>Tests on the one real cluster: one after the other. They wait for its nodes most of the time, so that others run beside them.</summary>
[CollectionDefinition(Name)]
public sealed class RealClusterCollection
{
    public const string Name = "real clusters";
}
