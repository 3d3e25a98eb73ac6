namespace SreGym.Fidelity.Tests.Replay;

/// <summary>A recording and the seed with which the pods' sandboxes come up in the recorded order.</summary>
public sealed record Scenario(string Name, string Image, string? PullPolicy, long Seed)
{
    /// <summary>True where recorded writes of the two pods race: only the ends of Deployment and ReplicaSet are compared then.</summary>
    public bool HasDeletions { get; init; }

    public override string ToString() => Name;
}
