namespace SreGym.Fidelity.Tests.Replay;

/// <summary>A recording and the seed with which the pods' sandboxes come up in the recorded order.</summary>
public sealed record Scenario(string Name, string Image, string? PullPolicy, long Seed)
{
    /// <summary>True where recorded writes of the two pods race: only the ends of Deployment and ReplicaSet are compared then.</summary>
    public bool HasDeletions { get; init; }

    /// <summary>Type and config of the pull secret where the recording applies one; null where it is created by command or not at all.</summary>
    public (string Type, string Config)? AppliedSecret { get; init; }

    /// <summary>Whether the registry holds the image.</summary>
    public bool IsPushed { get; init; } = true;

    public override string ToString() => Name;
}
